package dev.rondel.node.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code rondel.member}: the address of any member of a cluster, by which a node joins that does
 * not know the coordinator's. Before anything else starts, that member is asked where its
 * coordinator is; it stands above what {@code rondel.coordinator} says.
 *
 * <p>A member that knows its coordinator as the machine that it runs on itself means the host at
 * which it was reached.
 */
final class MemberAddress implements EnvironmentPostProcessor, Ordered {

  static final String MEMBER = "rondel.member";
  static final String COORDINATOR = "rondel.coordinator";
  static final String COORDINATOR_GRPC = "rondel.coordinator-grpc";

  private static final Set<String> SAME_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 250;

  private final Duration patience;

  MemberAddress() {
    this(Duration.ofSeconds(30));
  }

  /**
   * @param patience how long the member may take to answer: it may be starting too
   */
  MemberAddress(Duration patience) {
    this.patience = patience;
  }

  /** After the files of properties have been read. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    String member = environment.getProperty(MEMBER, "");
    if (!member.isBlank()) {
      var found = new MapPropertySource(MEMBER, coordinatorOf(uri(member.strip())));
      environment.getPropertySources().addFirst(found);
    }
  }

  private static URI uri(String member) {
    try {
      var uri = URI.create(member.contains("://") ? member : "http://" + member);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException noUri) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + member + "' is no address of a member; http://localhost:3000 is one");
  }

  private Map<String, Object> coordinatorOf(URI member) {
    long begin = System.nanoTime();
    try (var http = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
      while (true) {
        try {
          return ask(http, member);
        } catch (IOException | JacksonException notYet) {
          if (System.nanoTime() - begin >= patience.toNanos()) {
            throw new IllegalStateException(
                "the member at %s does not tell its coordinator: %s".formatted(member, notYet),
                notYet);
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + member + " was asked", stop);
    }
  }

  private static Map<String, Object> ask(HttpClient http, URI member)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(member.resolve("/ring/coordinator")).timeout(ANSWER).build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("it answers " + answer.statusCode());
    }
    JsonNode told = JsonMapper.shared().readTree(answer.body());
    String coordinator = told.path("coordinator").asString("");
    if (coordinator.isEmpty()) {
      throw new IOException("it answers " + told);
    }
    var found = new HashMap<String, Object>();
    found.put(COORDINATOR, seenFrom(member, URI.create(coordinator).getHost(), coordinator));
    String grpc = told.path("coordinatorGrpc").asString("");
    if (!grpc.isEmpty()) {
      String host = grpc.substring(0, Math.max(0, grpc.lastIndexOf(':')));
      found.put(COORDINATOR_GRPC, seenFrom(member, host, grpc));
    }
    return found;
  }

  private static String seenFrom(URI member, String host, String address) {
    return SAME_MACHINE.contains(host) ? address.replace(host, member.getHost()) : address;
  }
}
