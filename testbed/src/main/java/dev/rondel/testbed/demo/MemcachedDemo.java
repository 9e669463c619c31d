package dev.rondel.testbed.demo;

import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.Doors;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Document 000: memcached nodes behind a ring with virtual nodes, Murmur's hash and a replication
 * factor, and a shell.
 */
final class MemcachedDemo implements Demo {

  private static final int PAIRS = 100;
  private static final int VIRTUAL_NODES = 8;
  private static final int COPIES = 3;
  private static final int CLIENTS = 100;
  private static final int INCREMENTS = 10;
  private static final String HASH = "murmur3";

  @Override
  public String title() {
    return "memcached clients, virtual nodes, Murmur hash, a replication factor, a shell";
  }

  @Override
  public List<String> arguments() {
    return List.of("--rondel.ring.hash=" + HASH, "--rondel.ring.tokens=" + VIRTUAL_NODES);
  }

  @Override
  public int replicas() {
    return COPIES;
  }

  @Override
  public int nodes() {
    return 5;
  }

  @Override
  public void walk(Walk walk, Stage stage) throws IOException, InterruptedException {
    int nodes = stage.nodes().size();
    ClusterSession own = stage.own();
    if (own == null) {
      walk.leftOut("the ring's settings, and memcached clients: their ports are not known");
    } else {
      walk.step("the ring has virtual nodes, Murmur's hash, three copies", () -> ring(stage));
      walk.step("memcached clients store 100 pairs, at all nodes", () -> store(own));
      walk.step("and read each of them at every node", () -> readAll(own));
      walk.step("flags, add, replace, append, cas, delete", () -> commands(own));
      walk.step(
          "a hundred clients at all nodes count together, and lose nothing", () -> count(own));
    }
    walk.step("the shell: put, get, lookup, nodes", () -> shell(stage));
    walk.step(
        "each key lies at the first %d nodes after its hash".formatted(Math.min(COPIES, nodes)),
        () -> places(stage));
    if (own == null) {
      walk.leftOut("adding and removing a node");
      return;
    }
    View before = stage.client().refresh();
    walk.step(
        "a node is added: few keys move, all are there",
        () -> {
          NodeId added = stage.add(own);
          stage.awaitRest(nodes + 1);
          return moved(before, stage.client().refresh(), added) + "; " + readAll(own);
        });
    NodeId leaver = stage.nodes().getFirst().id();
    walk.step(
        leaver + " is removed: its keys are at others before it goes",
        () -> {
          stage.leave(own, leaver);
          stage.awaitRest(nodes);
          return readAll(own) + "; " + places(stage);
        });
  }

  // ---- the ring ---------------------------------------------------------------------------------

  private static String ring(Stage stage) throws IOException {
    View view = stage.client().refresh();
    Walk.check(view.hash().equals(HASH), "the hash is " + view.hash());
    Walk.check(view.replicationFactor() == COPIES, view.replicationFactor() + " copies");
    for (Member node : view.members()) {
      Walk.check(node.tokens().size() == VIRTUAL_NODES, node.id() + " has " + node.tokens());
    }
    return "%d nodes of %d virtual ones each".formatted(view.members().size(), VIRTUAL_NODES);
  }

  /** The document's own way to find a node: the sorted hashes, clockwise, distinct nodes. */
  private static List<NodeId> placeOf(String key, View view) {
    var ring = new TreeMap<Token, NodeId>();
    view.members().stream()
        .filter(Member::takesPart)
        .forEach(node -> node.tokens().forEach(token -> ring.put(token, node.id())));
    Token hash = Hashing.named(view.hash()).hash(key.getBytes(StandardCharsets.UTF_8));
    var place = new ArrayList<>(ring.tailMap(hash, true).values());
    place.addAll(ring.headMap(hash, false).values());
    return place.stream().distinct().limit(view.replicationFactor()).toList();
  }

  private static String places(Stage stage) throws IOException, InterruptedException {
    View view = stage.client().refresh();
    for (int i = 0; i < PAIRS; i++) {
      var told =
          stage.web().get(stage.coordinator(), "/ring/lookup?key=" + key(i)).path("replicas");
      List<String> place = placeOf(key(i), view).stream().map(NodeId::value).toList();
      List<String> chain = told.valueStream().map(name -> name.asString("")).toList();
      Walk.check(
          new HashSet<>(chain).equals(new HashSet<>(place)),
          key(i) + " is at " + chain + ", and should be at " + place);
    }
    return PAIRS + " keys, each on " + view.replicationFactor() + " nodes";
  }

  private static String moved(View before, View after, NodeId added) {
    int moved = 0;
    for (int i = 0; i < PAIRS; i++) {
      List<NodeId> had = placeOf(key(i), before);
      List<NodeId> has = placeOf(key(i), after);
      moved += has.contains(added) ? 1 : 0;
      Walk.check(
          has.stream().allMatch(node -> node.equals(added) || had.contains(node)),
          key(i) + " moved from " + had + " to " + has);
    }
    return "%d of %d keys have a copy on %s, the others stayed".formatted(moved, PAIRS, added);
  }

  // ---- memcached clients ------------------------------------------------------------------------

  private static List<Integer> ports(ClusterSession own) {
    List<Integer> ports =
        own.state().orElseThrow().living().stream()
            .map(server -> memcached(server.doors()))
            .flatMap(List::stream)
            .toList();
    Walk.check(ports.size() > 1, "memcached clients may only come to " + ports);
    return ports;
  }

  private static List<Integer> memcached(@Nullable Doors doors) {
    return doors == null || doors.memcached() == null ? List.of() : List.of(doors.memcached());
  }

  private static String store(ClusterSession own) throws IOException {
    List<Integer> ports = ports(own);
    for (int i = 0; i < PAIRS; i++) {
      try (var client = new MemcachedClient(ports.get(i % ports.size()))) {
        expect(client.store("set", key(i), i, "value" + i), "STORED");
      }
    }
    return "through " + ports.size() + " nodes";
  }

  private static String readAll(ClusterSession own) throws IOException {
    int read = 0;
    for (int port : ports(own)) {
      try (var client = new MemcachedClient(port)) {
        for (int i = 0; i < PAIRS; i++) {
          expect(client.get(key(i)), "VALUE " + key(i) + " " + i, "value" + i);
          read++;
        }
      }
    }
    return read + " reads, all right";
  }

  private static String commands(ClusterSession own) throws IOException {
    List<Integer> ports = ports(own);
    try (var one = new MemcachedClient(ports.getFirst());
        var other = new MemcachedClient(ports.getLast())) {
      expect(one.say("delete greeting"), "NOT_FOUND");
      expect(one.store("replace", "greeting", 0, "x"), "NOT_STORED");
      expect(one.store("add", "greeting", 7, "hello"), "STORED");
      expect(other.store("add", "greeting", 7, "again"), "NOT_STORED");
      expect(other.store("append", "greeting", 7, " world"), "STORED");
      expect(one.get("greeting"), "VALUE greeting 7", "hello world");
      String version = one.version("greeting");
      expect(other.cas("greeting", "new", version), "STORED");
      expect(one.cas("greeting", "late", version), "EXISTS");
      expect(one.say("delete greeting"), "DELETED");
      expect(other.get("greeting"));
    }
    return "of two clients at two nodes";
  }

  private static String count(ClusterSession own) throws IOException, InterruptedException {
    List<Integer> ports = ports(own);
    try (var client = new MemcachedClient(ports.getFirst());
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      expect(client.store("set", "counter", 0, "0"), "STORED");
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < CLIENTS; i++) {
        int port = ports.get(i % ports.size());
        running.add(
            clients.submit(
                () -> {
                  try (var each = new MemcachedClient(port)) {
                    for (int j = 0; j < INCREMENTS; j++) {
                      each.say("incr counter 1");
                    }
                  }
                  return port;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      int expected = CLIENTS * INCREMENTS;
      expect(client.get("counter"), "VALUE counter 0", Integer.toString(expected));
      return CLIENTS + " clients at " + ports.size() + " nodes counted to " + expected;
    } catch (ExecutionException broken) {
      throw new IOException(broken.getCause());
    }
  }

  private static void expect(String answer, String expected) {
    Walk.check(answer.equals(expected), "it answers " + answer + " instead of " + expected);
  }

  /** A value with its first line, or nothing. */
  private static void expect(List<String> answer, String... expected) {
    List<String> lines = List.of(expected);
    Walk.check(
        answer.size() == lines.size()
            && (lines.isEmpty()
                || (answer.getFirst().startsWith(lines.getFirst() + " ")
                    && answer.getLast().equals(lines.getLast()))),
        "it answers " + answer + " instead of " + lines);
  }

  // ---- the shell --------------------------------------------------------------------------------

  private static String shell(Stage stage) throws IOException, InterruptedException {
    Map<String, String> lines = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      lines.put("put shell%d typed%d".formatted(i, i), "stored as version");
    }
    lines.put("get shell7", "typed7");
    lines.put("lookup shell7", "the first token");
    lines.put("nodes", stage.nodes().getFirst().id().value());
    String told = Shell.run(stage.coordinator(), List.copyOf(lines.keySet()));
    lines.forEach(
        (line, expected) ->
            Walk.check(told.contains(expected), line + " does not say " + expected + ": " + told));
    return lines.size() + " lines, all right";
  }

  private static String key(int i) {
    return "user" + i;
  }
}
