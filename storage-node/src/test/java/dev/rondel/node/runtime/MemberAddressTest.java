package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** A member that answers what it is told, and a node that knows nothing but its address. */
final class MemberAddressTest {

  private final Queue<String> answers = new ArrayDeque<>();
  private HttpServer member;

  @BeforeEach
  void listen() throws IOException {
    member = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    member.createContext(
        "/ring/coordinator",
        exchange -> {
          byte[] body = answers.remove().getBytes(StandardCharsets.UTF_8);
          if (body.length == 0) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    member.start();
  }

  @AfterEach
  void close() {
    member.stop(0);
  }

  private StandardEnvironment with(Map<String, Object> properties) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("given", properties));
    new MemberAddress(Duration.ofSeconds(20))
        .postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }

  private String address() {
    return "127.0.0.1:" + member.getAddress().getPort();
  }

  @Test
  void theCoordinatorIsWhereTheMemberSays() {
    answers.add(
        "{\"coordinator\": \"http://far.example:9\", \"coordinatorGrpc\": \"far.example:8\"}");

    var environment =
        with(Map.of("rondel.member", "http://" + address(), "rondel.coordinator", "http://x:1"));

    assertThat(environment.getProperty("rondel.coordinator")).isEqualTo("http://far.example:9");
    assertThat(environment.getProperty("rondel.coordinator-grpc")).isEqualTo("far.example:8");
  }

  @Test
  void aCoordinatorOnTheMembersOwnMachineIsLookedForThere() {
    answers.add("{\"coordinator\": \"http://localhost:9\", \"coordinatorGrpc\": null}");

    var environment = with(Map.of("rondel.member", address()));

    assertThat(environment.getProperty("rondel.coordinator")).isEqualTo("http://127.0.0.1:9");
    assertThat(environment.getProperty("rondel.coordinator-grpc")).isNull();
  }

  @Test
  void aMemberThatIsNotReadyIsAskedAgain() {
    answers.addAll(List.of("", "{}", "nonsense", "{\"coordinator\": \"http://far.example:9\"}"));

    assertThat(with(Map.of("rondel.member", address())).getProperty("rondel.coordinator"))
        .isEqualTo("http://far.example:9");
  }

  @Test
  void withoutAMemberNothingIsAsked() {
    assertThat(with(Map.of("rondel.coordinator", "http://x:1")).getProperty("rondel.coordinator"))
        .isEqualTo("http://x:1");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String nonsense : List.of("http://", "not an address", "http://:3000")) {
      assertThatThrownBy(() -> with(Map.of("rondel.member", nonsense)))
          .hasMessageContaining(nonsense)
          .hasMessageContaining("http://localhost:3000 is one");
    }
  }

  @Test
  void aMemberThatNeverAnswersIsNamed() {
    member.stop(0);
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("given", Map.of("rondel.member", address())));

    assertThatThrownBy(
            () ->
                new MemberAddress(Duration.ZERO)
                    .postProcessEnvironment(environment, new SpringApplication()))
        .hasMessageContaining(address());
  }
}
