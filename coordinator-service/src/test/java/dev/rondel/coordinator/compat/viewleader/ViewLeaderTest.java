package dev.rondel.coordinator.compat.viewleader;

import static dev.rondel.coordinator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.lock.LockLimits;
import dev.rondel.coordinator.runtime.LockLoop;
import dev.rondel.coordinator.runtime.MapDbLockStore;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import dev.rondel.wire.FrameServer;
import dev.rondel.wire.MalformedFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages of that system's client and servers, over TCP. */
class ViewLeaderTest {

  private volatile View view = View.empty(3, "md5");

  @TempDir Path directory;
  private LockLoop locks;
  private FrameServer server;

  @BeforeEach
  void start() throws IOException {
    locks = new LockLoop(LockLimits.DEFAULT, new MapDbLockStore(directory));
    locks.start();
    var leader = new ViewLeader(locks, () -> view, new TableOfNodes(() -> view));
    server = FrameServer.open("localhost", 0, 1, leader::answer);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    locks.close();
  }

  private JsonNode ask(String message) throws IOException {
    byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonMapper.shared().readTree(FrameServer.call("localhost", server.port(), bytes));
  }

  private void expect(String message, String answer) throws IOException {
    assertThat(ask(message)).isEqualTo(JsonMapper.shared().readTree(answer.replace('\'', '"')));
  }

  @Test
  void locksAreGrantedInTheOrderOfTheQueueAndReleasedByTheirHolder() throws IOException {
    expect("{'cmd':'lock_get','lockid':'l','requestor':'a'}", "{'status':'granted','token':1}");
    expect("{'cmd':'lock_get','lockid':'l','requestor':'b'}", "{'status':'retry'}");
    expect("{'cmd':'lock_get','lockid':'l','requestor':'c'}", "{'status':'retry'}");
    expect("{'cmd':'lock_release','lockid':'l','requestor':'d'}", "{'status':'unknown'}");
    expect("{'cmd':'lock_release','lockid':'l','requestor':'a'}", "{'status':'ok'}");
    expect("{'cmd':'lock_get','lockid':'l','requestor':'c'}", "{'status':'retry'}");
    expect("{'cmd':'lock_get','lockid':'l','requestor':'b'}", "{'status':'granted','token':2}");
    expect("{'cmd':'lock_release','lockid':'l','requestor':'c'}", "{'status':'ok'}");
  }

  @Test
  void serversSendHeartbeatsAndAreListed() throws IOException {
    expect("{'cmd':'query_servers'}", "{'result':[],'epoch':0}");
    expect("{'cmd':'heartbeat','port':38000,'requestor':0.5}", "{'status':'ok','epoch':0}");
    expect("{'cmd':'heartbeat','port':38000,'requestor':0.7}", "{'status':'retry','epoch':0}");
    JsonNode server = ask("{'cmd':'query_servers'}").get("result").get(0);
    assertThat(server.get(0).stringValue()).isEqualTo("127.0.0.1:38000");
    assertThat(server.get(1).isInt()).isTrue();
  }

  @Test
  void withoutServersSetrAndGetrFail() throws IOException {
    expect("{'cmd':'setr','key':'k','val':'v'}", "{'status':'setr not successful'}");
    expect("{'cmd':'getr','key':'k'}", "{'status':'unable to retrieve k from any server'}");
  }

  @Test
  void withTooFewCopiesNothingIsSet() throws IOException {
    view =
        new View(new Epoch(1), 2, "md5", List.of(server("a"), server("b"), server("c")), List.of());
    expect(
        "{'cmd':'setr','key':'k','val':'v'}",
        "{'status':'setr not successful: the ring keeps 2 copies of a pair, not 3'}");
  }

  private static Member server(String id) {
    return new Member(
        NodeId.of(id), 1, "127.0.0.1:1", "127.0.0.1:1", "", 1, Member.Standing.IN, true, List.of());
  }

  @Test
  void whatIsNoMessageGetsAnErrorObject() throws IOException {
    for (String nonsense : List.of("", "{", "[]", "7", "{'cmd':[]}", "{'cmd':'dance'}")) {
      assertThat(ask(nonsense).has("error")).as(nonsense).isTrue();
    }
    assertThat(ask("x".repeat(FrameServer.TOO_LONG)).has("error")).isTrue();
  }

  @Test
  void aThousandMalformedMessagesDoNoHarm() throws Exception {
    List<String> valid =
        List.of(
            "{\"cmd\":\"lock_get\",\"lockid\":\"l\",\"requestor\":\"a\"}",
            "{\"cmd\":\"lock_release\",\"lockid\":\"l\",\"requestor\":\"a\"}",
            "{\"cmd\":\"heartbeat\",\"port\":38000,\"requestor\":\"a\"}",
            "{\"cmd\":\"setr\",\"key\":\"k\",\"val\":\"v\"}",
            "{\"cmd\":\"query_servers\"}");
    MalformedFrames.send(server.port(), 1_000, 39_000, valid);
    eventually(() -> server.connections() == 0, server::connections);
    assertThat(ask("{'cmd':'query_servers'}").has("result")).isTrue();
  }
}
