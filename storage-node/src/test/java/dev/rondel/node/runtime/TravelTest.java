package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static dev.rondel.node.runtime.NodeCluster.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.FingerTable;
import dev.rondel.ring.NodeId;
import dev.rondel.wire.Via;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that travel from finger to finger, over eight real nodes. */
final class TravelTest {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");
  private static final int MOST_HOPS = 3;
  private static final int OPERATIONS = 400;
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final NodeCluster cluster = new NodeCluster(NAMES.toArray(String[]::new));

  @BeforeEach
  void form() {
    cluster.form("a b", "b c", "c d", "d e", "e f", "f g", "g h", "h a");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private Outcome travel(String from, Operation operation) {
    return cluster.node(from).gateway().execute(operation, Via.FINGERS);
  }

  private Outcome put(String from, String key, String text, Duration timeout) {
    return travel(
        from,
        new Operation.Put(Key.of(key), NodeCluster.value(text), 0, Condition.ALWAYS, timeout));
  }

  private Outcome get(String from, String key) {
    return travel(from, new Operation.Get(Key.of(key), NodeCluster.TIMEOUT));
  }

  /** A read that takes long gives up its journey: on a busy machine it is asked again. */
  private Outcome getOnTheWay(String from, String key) {
    Outcome get = get(from, key);
    for (int i = 0; i < 20 && get.route().path().isEmpty(); i++) {
      get = get(from, key);
    }
    return get;
  }

  private NodeId headOf(String key) {
    return cluster.view().rangeOf(Key.of(key)).orElseThrow().head();
  }

  private List<NodeId> wayTo(String key, String from) {
    return FingerTable.way(NodeId.of(from), headOf(key), cluster.view().living());
  }

  /** A key whose way from {@code from} leads over a node that has no replica of it. */
  private String farFrom(String from) {
    for (int i = 0; ; i++) {
      String key = "far" + i;
      List<NodeId> chain = cluster.view().rangeOf(Key.of(key)).orElseThrow().chain();
      List<NodeId> way = wayTo(key, from);
      if (way.size() > 2 && !chain.contains(way.getFirst()) && !chain.contains(way.get(1))) {
        return key;
      }
    }
  }

  /**
   * The property, for any operation, from any node: the answer is the direct one, the way short.
   */
  @Test
  void whatTravelsComesToTheSameAsWhatGoesDirectly() {
    var random = new Random(4);
    Map<String, String> model = new HashMap<>();
    for (int i = 0; i < OPERATIONS; i++) {
      String key = "k" + random.nextInt(40);
      String from = NAMES.get(random.nextInt(NAMES.size()));
      Outcome outcome =
          switch (random.nextInt(4)) {
            case 0 -> {
              Outcome put = put(from, key, "v" + i, NodeCluster.TIMEOUT);
              assertThat(put).isInstanceOf(Outcome.Stored.class);
              model.put(key, "v" + i);
              yield put;
            }
            case 1 -> {
              Outcome delete =
                  travel(
                      from,
                      new Operation.Delete(Key.of(key), Condition.ALWAYS, NodeCluster.TIMEOUT));
              assertThat(delete)
                  .isInstanceOf(
                      model.remove(key) == null ? Outcome.Missing.class : Outcome.Deleted.class);
              yield delete;
            }
            case 2 -> {
              Outcome once =
                  travel(
                      from,
                      new Operation.Put(
                          Key.of(key),
                          NodeCluster.value("v" + i),
                          0,
                          new Condition.IfAbsent(),
                          NodeCluster.TIMEOUT));
              assertThat(once)
                  .isInstanceOf(
                      model.putIfAbsent(key, "v" + i) == null
                          ? Outcome.Stored.class
                          : Outcome.ConditionFailed.class);
              yield once;
            }
            default -> {
              Outcome get = getOnTheWay(from, key);
              assertThat(text(get)).isEqualTo(model.getOrDefault(key, "Missing"));
              yield get;
            }
          };

      assertThat(outcome.route().path()).isEqualTo(wayTo(key, from)).endsWith(headOf(key));
      assertThat(outcome.route().path()).hasSizeLessThanOrEqualTo(MOST_HOPS + 1);
      assertThat(outcome.route().servedBy()).isEqualTo(headOf(key));
      assertThat(cluster.read(from, key)).isEqualTo(model.getOrDefault(key, "Missing"));
    }
  }

  @Test
  void whatGoesDirectlyTellsNoPath() {
    assertThat(cluster.put("a", "k", "x").route().path()).isEmpty();
  }

  @Test
  void whereANodeOnTheWayIsGoneTheDirectWayIsTaken() {
    String key = farFrom("a");
    String between = wayTo(key, "a").get(1).value();
    cluster.kill(between);
    eventually("a has no link to it", () -> put("a", key, "x", SHORT) instanceof Outcome.Stored);

    Outcome put = put("a", key, "y", NodeCluster.TIMEOUT);

    assertThat(put).isInstanceOf(Outcome.Stored.class);
    assertThat(put.route().path()).isEmpty();
    assertThat(text(get("a", key))).isEqualTo("y");
  }

  @Test
  void aReadPassesANodeThatIsSilent() {
    String key = farFrom("a");
    cluster.put("a", key, "x");
    cluster.cables(wayTo(key, "a").get(1).value(), "a").forEach(Cable::silence);

    Outcome get = get("a", key);

    assertThat(text(get)).isEqualTo("x");
    assertThat(get.route().path()).isEmpty();
  }

  @Test
  void whereTheViewsDifferNobodySendsItOn() {
    String key = farFrom("a");
    String between = wayTo(key, "a").get(1).value();
    cluster.publishTo(between, "a b", "b c", "c d", "d e", "e f", "f g", "g h", "h a");

    Outcome put = put("a", key, "x", NodeCluster.TIMEOUT);

    assertThat(put).isInstanceOf(Outcome.Stored.class);
    assertThat(put.route().path()).isEmpty();
    assertThat(text(get("a", key))).isEqualTo("x");
  }

  /** The head has it when the way back breaks: it is not sent again, and done once. */
  @Test
  void aWriteWhoseWayBreaksBehindItIsUnknown() {
    String key = farFrom("a");
    List<NodeId> way = wayTo(key, "a");
    String head = way.getLast().value();
    cluster.put("a", key, "old");
    var before = found(key).version();
    cluster.node(head).store.hold();
    var put = cluster.async(() -> put("a", key, "new", NodeCluster.TIMEOUT));
    eventually("it is at the head", () -> cluster.node(head).store.held() == 1);

    cluster.kill(way.get(1).value());

    assertThat(put.join()).isInstanceOf(Outcome.Unknown.class);
    cluster.node(head).store.release();
    eventually("it is done", () -> cluster.read(head, key).equals("new"));
    assertThat(found(key).version().value()).isEqualTo(before.value() + 1);
  }

  private Pair found(String key) {
    var found = (Outcome.Found) cluster.get(headOf(key).value(), key);
    return Objects.requireNonNull(found.pair());
  }
}
