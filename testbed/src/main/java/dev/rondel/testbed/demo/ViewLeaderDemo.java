package dev.rondel.testbed.demo;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.wire.FrameServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Document 003: a view leader with epochs and locks, servers with names of their own and of three
 * copies; in its wire protocol, one JSON message a connection.
 */
final class ViewLeaderDemo implements Demo {

  private static final String HOST = "127.0.0.1";
  private static final int LEADER_PORT = 39_000;
  private static final int SERVER_PORT = 38_000;
  private static final int PORTS = 10;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int NAMES = 30;

  @Override
  public String title() {
    return "a view leader: heartbeats, epochs, locks, replicated and local values";
  }

  @Override
  public List<String> arguments() {
    return List.of("--rondel.viewleader.enabled=true");
  }

  @Override
  public int replicas() {
    return 3;
  }

  @Override
  public void walk(Walk walk, Stage stage) throws IOException, InterruptedException {
    int nodes = stage.nodes().size();
    walk.step("query_servers: the epoch, and every server by its heartbeats", () -> servers(nodes));
    walk.step("set, get, query_all_keys, print: one server's own names", this::local);
    walk.step("setr stores a value with three copies, getr reads it", this::replicated);
    walk.step("lock_get: one client holds the lock, another has to retry", this::locks);
    ClusterSession own = stage.own();
    if (own == null) {
      walk.leftOut("losing a server, and adding one");
      return;
    }
    NodeId victim = stage.nodes().getLast().id();
    walk.step(
        "kill -9 of " + victim + ": nothing is lost, and the epoch grows",
        () -> {
          long before = epoch();
          stage.kill(own, victim);
          Walk.await(SOON, "the epoch grows", () -> epoch() > before);
          return "epoch " + before + " to " + epoch() + ", " + readAll();
        });
    walk.step(
        victim + " comes back, and another server joins: rebalanced",
        () -> {
          stage.restart(own, victim);
          stage.add(own);
          stage.awaitRest(nodes + 1);
          return "epoch " + epoch() + ", " + readAll();
        });
  }

  private static String servers(int nodes) throws InterruptedException {
    Walk.await(
        SOON,
        nodes + " servers are listed",
        () -> leader(Map.of("cmd", "query_servers")).path("result").size() >= nodes);
    return nodes + " servers";
  }

  private static long epoch() throws IOException {
    return leader(Map.of("cmd", "query_servers")).path("epoch").asLong(0);
  }

  private String local() throws IOException {
    List<Integer> servers = serverPorts();
    int first = servers.getFirst();
    expect(ask(first, Map.of("cmd", "set", "key", "motd", "val", "be welcome")), "status", "ok");
    expect(ask(first, Map.of("cmd", "get", "key", "motd")), "value", "be welcome");
    JsonNode names = ask(first, Map.of("cmd", "query_all_keys")).path("result");
    Walk.check(
        names.valueStream().anyMatch(name -> name.asString("").equals("motd")), "it has " + names);
    JsonNode other = ask(servers.getLast(), Map.of("cmd", "query_all_keys")).path("result");
    Walk.check(
        other.valueStream().noneMatch(name -> name.asString("").equals("motd")),
        "another server has it too");
    expect(ask(first, Map.of("cmd", "print", "text", List.of("hello", "there"))), "status", "ok");
    return "of the server on " + first + ", and of no other";
  }

  private String replicated() throws IOException {
    for (int i = 0; i < NAMES; i++) {
      expect(
          leader(Map.of("cmd", "setr", "key", "name" + i, "val", "value" + i)),
          "status",
          "setr successful");
    }
    return readAll();
  }

  private static String readAll() throws IOException {
    for (int i = 0; i < NAMES; i++) {
      expect(leader(Map.of("cmd", "getr", "key", "name" + i)), "value", "value" + i);
    }
    return NAMES + " values read";
  }

  private String locks() throws IOException {
    expect(lock("lock_get", "ann"), "status", "granted");
    expect(lock("lock_get", "bob"), "status", "retry");
    expect(lock("lock_release", "ann"), "status", "ok");
    expect(lock("lock_get", "bob"), "status", "granted");
    expect(lock("lock_release", "bob"), "status", "ok");
    return "ann, then bob";
  }

  private static JsonNode lock(String command, String client) throws IOException {
    return leader(Map.of("cmd", command, "lockid", "printer", "requestor", client));
  }

  private static void expect(JsonNode answer, String field, String value) {
    Walk.check(answer.path(field).asString("").equals(value), "it answers " + answer);
  }

  /** The ports on which servers answer. */
  private static List<Integer> serverPorts() {
    var ports = new ArrayList<Integer>();
    for (int port = SERVER_PORT; port < SERVER_PORT + PORTS; port++) {
      try {
        ask(port, Map.of("cmd", "query_all_keys"));
        ports.add(port);
      } catch (IOException nobody) {
        // the next one, then
      }
    }
    Walk.check(ports.size() > 1, "there are fewer than two servers on 38000 to 38009");
    return ports;
  }

  /** The view leader, on the first port where one answers. */
  private static JsonNode leader(Map<String, ?> message) throws IOException {
    IOException nobody = new IOException("no view leader");
    for (int port = LEADER_PORT; port < LEADER_PORT + PORTS; port++) {
      try {
        return ask(port, message);
      } catch (IOException next) {
        nobody = next;
      }
    }
    throw nobody;
  }

  private static JsonNode ask(int port, Map<String, ?> message) throws IOException {
    JsonMapper json = JsonMapper.shared();
    return json.readTree(FrameServer.call(HOST, port, json.writeValueAsBytes(message)));
  }
}
