package dev.rondel.testbed.demo;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.view.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Document 001: a coordinator with the ring, nodes with REST endpoints, a copy at the successor.
 */
final class ChordToyDemo implements Demo {

  private final List<TestPair> pairs = PairGenerator.generate(PairShape.DEFAULT);

  @Override
  public String title() {
    return "a toy distributed hash table with Chord's ideas";
  }

  @Override
  public void walk(Walk walk, Stage stage) throws IOException, InterruptedException {
    int nodes = stage.nodes().size();
    walk.step("the coordinator and each node have a Swagger UI", () -> swagger(stage));
    walk.step(
        "100 pairs go in, each through another node: /client_insert_data", () -> insert(stage));
    walk.step("every pair is read at every node: /client_get_data", () -> readAll(stage));
    walk.step(
        "/item_node_id names the node that has the pair, and its successor", () -> place(stage));
    walk.step("/get_keys: together the nodes name every key once", () -> keys(stage));
    ClusterSession own = stage.own();
    if (own == null) {
      walk.leftOut("killing a node, and adding one");
    } else {
      NodeId victim = stage.nodes().getFirst().id();
      walk.step(
          "kill -9 of " + victim + ": the copies answer",
          () -> {
            stage.kill(own, victim);
            Walk.await(
                Duration.ofSeconds(20),
                "the ring sees it",
                () -> stage.nodes().size() == nodes - 1);
            return readAll(stage);
          });
      walk.step(
          victim + " comes back",
          () -> {
            stage.restart(own, victim);
            stage.awaitRest(nodes);
            return readAll(stage);
          });
      walk.step("a new node joins, and takes its part of the keys", () -> join(stage, own, nodes));
    }
    walk.step("/delete_key, at any node", () -> delete(stage));
  }

  private static String swagger(Stage stage) throws IOException, InterruptedException {
    Walk.check(stage.web().status(stage.coordinator(), "/docs") == 200, "no /docs there");
    for (Member node : stage.nodes()) {
      Walk.check(
          stage.web().status(stage.address(node), "/docs") == 200, "no /docs at " + node.id());
    }
    return stage.nodes().size() + " nodes";
  }

  private String insert(Stage stage) throws IOException, InterruptedException {
    List<Member> nodes = stage.nodes();
    for (int i = 0; i < pairs.size(); i++) {
      JsonNode answer =
          stage
              .web()
              .post(
                  stage.address(nodes.get(i % nodes.size())),
                  "/client_insert_data",
                  Map.of("key", key(pairs.get(i)), "val", value(pairs.get(i))));
      Walk.check(answer.has("primary_node") && answer.has("replica_node"), "it says " + answer);
    }
    return pairs.size() + " stored, with primary and replica";
  }

  private String readAll(Stage stage) throws IOException, InterruptedException {
    int read = 0;
    for (Member node : stage.nodes()) {
      for (TestPair pair : pairs) {
        JsonNode answer =
            stage.web().post(stage.address(node), "/client_get_data", Map.of("key", key(pair)));
        Walk.check(
            answer.path("value").asString("").equals(value(pair)),
            node.id() + " says of " + key(pair) + ": " + answer);
        read++;
      }
    }
    return read + " reads, all right";
  }

  private String place(Stage stage) throws IOException, InterruptedException {
    var any = stage.address(stage.nodes().getFirst());
    for (TestPair pair : pairs) {
      JsonNode told =
          stage.web().post(stage.coordinator(), "/item_node_id", Map.of("item_key", key(pair)));
      JsonNode answer =
          stage
              .web()
              .post(any, "/client_insert_data", Map.of("key", key(pair), "val", value(pair)));
      Walk.check(
          told.valueStream().anyMatch(name -> name.equals(answer.path("primary_node"))),
          key(pair) + ": " + told + ", but " + answer);
    }
    return "of all " + pairs.size();
  }

  private String keys(Stage stage) throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    for (Member node : stage.nodes()) {
      for (String key : keysOf(stage, node)) {
        Walk.check(found.add(key), key + " is named twice");
      }
    }
    pairs.forEach(pair -> Walk.check(found.contains(key(pair)), "nobody names " + key(pair)));
    return found.size() + " keys";
  }

  private static List<String> keysOf(Stage stage, Member node)
      throws IOException, InterruptedException {
    return stage
        .web()
        .get(stage.address(node), "/get_keys")
        .path("keys")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private String join(Stage stage, ClusterSession own, int nodes)
      throws IOException, InterruptedException {
    NodeId added = stage.add(own);
    stage
        .web()
        .post(
            stage.coordinator(),
            "/add_new_node_with_redistribution",
            Map.of("node_id", added.value()));
    stage.awaitRest(nodes + 1);
    Member member =
        stage.nodes().stream().filter(node -> node.id().equals(added)).findFirst().orElseThrow();
    int taken = keysOf(stage, member).size();
    Walk.check(taken > 0, added + " has no keys");
    return added + " has " + taken + " keys; " + readAll(stage);
  }

  private String delete(Stage stage) throws IOException, InterruptedException {
    for (TestPair pair : pairs) {
      stage
          .web()
          .post(stage.address(stage.nodes().getLast()), "/delete_key", Map.of("key", key(pair)));
    }
    Set<String> left = new HashSet<>();
    for (Member node : stage.nodes()) {
      left.addAll(keysOf(stage, node));
    }
    pairs.forEach(pair -> Walk.check(!left.contains(key(pair)), key(pair) + " is still there"));
    return pairs.size() + " deleted";
  }

  private static String key(TestPair pair) {
    return pair.key().toString();
  }

  private static String value(TestPair pair) {
    return new String(pair.value().bytes(), StandardCharsets.UTF_8);
  }
}
