package dev.rondel.testbed.demo;

import dev.rondel.pair.Key;
import dev.rondel.ring.FingerTable;
import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.FingersDocument;
import dev.rondel.wire.Via;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Document 004: Chord, with fingers, files, failures that are seen within six seconds, and nodes
 * that join by any member and leave in good order.
 */
final class ChordDemo implements Demo {

  private static final int KEYS = 60;
  private static final int FILES = 4;
  private static final int FILE_SIZE = 2_000_000;
  private static final Duration SIX_SECONDS = Duration.ofSeconds(6);
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public String title() {
    return "Chord: finger tables, files, failures, joining and leaving";
  }

  @Override
  public int replicas() {
    return 3;
  }

  @Override
  public int nodes() {
    return 6;
  }

  @Override
  public void walk(Walk walk, Stage stage) throws IOException, InterruptedException {
    int nodes = stage.nodes().size();
    walk.step("every node has a finger table: /fingers", () -> fingers(stage));
    walk.step(
        "a lookup over fingers ends at the key's node, in at most log2(N) hops",
        () -> lookups(stage));
    walk.step("requests travel from finger to finger, and tell their path", () -> travel(stage));
    walk.step("files go in at any node, and come out whole at every other", () -> files(stage));
    walk.step("each node tells which files it has: /files?local=true", () -> local(stage));
    ClusterSession own = stage.own();
    if (own == null) {
      walk.leftOut("joining, failing and leaving");
      return;
    }
    walk.step(
        "a node joins that knows the address of one member, and nothing else",
        () -> {
          NodeId added = stage.addBy(own, stage.nodes().getLast());
          stage.awaitRest(nodes + 1);
          return added
              + " is one of "
              + (nodes + 1)
              + "; "
              + readAll(stage)
              + "; "
              + fingers(stage);
        });
    NodeId victim = stage.nodes().getFirst().id();
    walk.step(
        "kill -9 of " + victim + ": within six seconds every finger table is without it",
        () -> failure(stage, own, victim, nodes));
    walk.step(
        victim + " comes back",
        () -> {
          stage.restart(own, victim);
          stage.awaitRest(nodes + 1);
          return readAll(stage);
        });
    walk.step(
        "neighbours on the ring die at once, one less than there are copies: nothing is lost",
        () -> neighbours(stage, own, nodes + 1));
    NodeId leaver = stage.nodes().getLast().id();
    walk.step(
        leaver + " logs out: others have what it had before it goes",
        () -> {
          stage.leave(own, leaver);
          stage.awaitRest(nodes);
          return readAll(stage) + "; " + fingers(stage);
        });
  }

  // ---- fingers ----------------------------------------------------------------------------------

  private static String fingers(Stage stage) throws IOException, InterruptedException {
    int distinct = 0;
    for (Member node : stage.nodes()) {
      Walk.await(
          SIX_SECONDS,
          node.id() + " has the fingers that its view gives it",
          () -> told(stage, node).equals(expected(stage, node)));
      distinct += told(stage, node).size();
    }
    return distinct + " fingers of " + stage.nodes().size() + " nodes";
  }

  private static JsonNode told(Stage stage, Member node) throws IOException, InterruptedException {
    return stage.web().get(stage.address(node), "/fingers").path("fingers");
  }

  private static JsonNode expected(Stage stage, Member node) throws IOException {
    var fingers = FingersDocument.of(node.id(), stage.client().refresh(), false);
    return JSON.<JsonNode>valueToTree(fingers).path("fingers");
  }

  private static int mostHops(Stage stage) throws IOException {
    List<NodeId> living = stage.client().refresh().living();
    return FingerTable.of(living.getFirst(), living).mostHops();
  }

  private static String lookups(Stage stage) throws IOException, InterruptedException {
    int most = 0;
    for (Member node : stage.nodes()) {
      for (int i = 0; i < KEYS; i++) {
        JsonNode place =
            stage.web().get(stage.address(node), "/ring/lookup?via=fingers&key=" + key(i));
        JsonNode path = place.path("way").path("path");
        Walk.check(
            path.path(0).asString("").equals(node.id().value())
                && path.path(path.size() - 1).equals(place.path("primary")),
            "from " + node.id() + " to " + key(i) + ": " + place);
        most = Math.max(most, place.path("way").path("hops").asInt(0));
      }
    }
    Walk.check(most <= mostHops(stage), most + " hops, which is too long");
    return KEYS * stage.nodes().size() + " lookups, none of more than " + most + " hops";
  }

  private static String travel(Stage stage) throws IOException, InterruptedException {
    List<Member> nodes = stage.nodes();
    int most = 0;
    for (int i = 0; i < KEYS; i++) {
      most = Math.max(most, hops(stage, put(stage, nodes.get(i % nodes.size()), i), i));
      Member reader = nodes.get((i + 1) % nodes.size());
      HttpResponse<byte[]> read =
          stage
              .web()
              .send("GET", stage.address(reader), "/kv/" + key(i), null, Via.HEADER, "fingers");
      Walk.check(
          read.statusCode() == 200 && text(read).equals("value" + i),
          key(i) + " is read as " + read.statusCode() + " " + text(read));
      most = Math.max(most, hops(stage, read, i));
    }
    return KEYS + " pairs stored and read, each in at most " + most + " hops";
  }

  private static HttpResponse<byte[]> put(Stage stage, Member via, int i)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> stored =
        stage
            .web()
            .send(
                "PUT",
                stage.address(via),
                "/kv/" + key(i),
                ("value" + i).getBytes(StandardCharsets.UTF_8),
                Via.HEADER,
                "fingers");
    Walk.check(
        stored.statusCode() == 204,
        key(i) + " is not stored: " + stored.statusCode() + " " + text(stored));
    return stored;
  }

  private static int hops(Stage stage, HttpResponse<byte[]> answer, int i) throws IOException {
    String path = answer.headers().firstValue(Via.PATH_HEADER).orElse("");
    List<String> nodes = List.of(path.split(",", -1));
    String head = answer.headers().firstValue("X-Rondel-Primary").orElse("");
    Walk.check(nodes.getLast().equals(head), "the path to " + key(i) + " is " + path);
    Walk.check(nodes.size() - 1 <= mostHops(stage), "the path is too long: " + path);
    return nodes.size() - 1;
  }

  // ---- files ------------------------------------------------------------------------------------

  private static byte[] file(int i) {
    byte[] content = new byte[FILE_SIZE + i];
    new Random(i).nextBytes(content);
    return content;
  }

  private static String files(Stage stage) throws IOException, InterruptedException {
    List<Member> nodes = stage.nodes();
    for (int i = 0; i < FILES; i++) {
      URI any = stage.address(nodes.get(i % nodes.size()));
      HttpResponse<byte[]> stored = stage.web().send("PUT", any, "/files/chord/" + i, file(i));
      Walk.check(stored.statusCode() == 204, "a file is not stored: " + text(stored));
    }
    for (Member node : nodes) {
      readFiles(stage, stage.address(node));
    }
    return FILES + " files of 2 MB, read at " + nodes.size() + " nodes";
  }

  private static void readFiles(Stage stage, URI node) throws IOException, InterruptedException {
    for (int i = 0; i < FILES; i++) {
      HttpResponse<byte[]> read = stage.web().send("GET", node, "/files/chord/" + i, null);
      Walk.check(
          read.statusCode() == 200 && Arrays.equals(read.body(), file(i)),
          node + " does not give file " + i + ": " + read.statusCode());
    }
  }

  private static String local(Stage stage) throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    for (Member node : stage.nodes()) {
      JsonNode told = stage.web().get(stage.address(node), "/files?local=true&limit=1000");
      told.path("files")
          .valueStream()
          .map(file -> file.path("name").asString(""))
          .filter(name -> name.startsWith("chord/"))
          .forEach(name -> Walk.check(found.add(name), name + " is named by two nodes"));
    }
    Walk.check(found.size() == FILES, "they name " + found);
    return "together " + found.size() + ", each once";
  }

  /** Every pair and every file, at every node that lives. */
  private static String readAll(Stage stage) throws IOException, InterruptedException {
    List<Member> nodes = stage.nodes();
    for (Member node : nodes) {
      URI address = stage.address(node);
      for (int i = 0; i < KEYS; i++) {
        HttpResponse<byte[]> read = stage.web().send("GET", address, "/kv/" + key(i), null);
        Walk.check(
            text(read).equals("value" + i),
            node.id() + " says of " + key(i) + ": " + read.statusCode() + " " + text(read));
      }
    }
    readFiles(stage, stage.address(nodes.getFirst()));
    readFiles(stage, stage.address(nodes.getLast()));
    return KEYS + " pairs and " + FILES + " files are whole";
  }

  // ---- failures ---------------------------------------------------------------------------------

  private static String failure(Stage stage, ClusterSession own, NodeId victim, int left)
      throws IOException, InterruptedException {
    List<Member> others = stage.nodes().stream().filter(node -> !node.id().equals(victim)).toList();
    stage.kill(own, victim);
    long killed = System.nanoTime();
    for (Member node : others) {
      Walk.await(
          SIX_SECONDS.minusNanos(System.nanoTime() - killed),
          node.id() + " has no finger to " + victim,
          () ->
              told(stage, node)
                  .valueStream()
                  .noneMatch(finger -> finger.path("node").asString("").equals(victim.value())));
    }
    for (int i = 0; i < KEYS; i++) {
      put(stage, others.get(i % others.size()), i);
    }
    long millis = Duration.ofNanos(System.nanoTime() - killed).toMillis();
    Walk.check(millis < SIX_SECONDS.toMillis(), "every key is written after " + millis + " ms");
    Walk.check(stage.nodes().size() == left, "there are " + stage.nodes().size());
    return "after %.1f s, with every key written again; %s"
        .formatted(millis / 1000.0, readAll(stage));
  }

  private static String neighbours(Stage stage, ClusterSession own, int nodes)
      throws IOException, InterruptedException {
    View view = stage.client().refresh();
    Range range = view.rangeOf(Key.of(key(0))).orElseThrow();
    List<NodeId> victims = range.chain().subList(0, range.chain().size() - 1);
    for (NodeId victim : victims) {
      stage.kill(own, victim);
    }
    Walk.await(
        SIX_SECONDS,
        "the ring is without them",
        () -> stage.nodes().size() == nodes - victims.size());
    String read = readAll(stage);
    for (int i = 0; i < KEYS; i++) {
      put(stage, stage.nodes().getFirst(), i);
    }
    for (NodeId victim : victims) {
      stage.restart(own, victim);
    }
    stage.awaitRest(nodes);
    return "without " + victims + " " + read + ", and every key is written; they are back";
  }

  private static String key(int i) {
    return "chord" + i;
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
