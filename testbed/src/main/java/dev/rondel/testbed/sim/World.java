package dev.rondel.testbed.sim;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.testbed.history.History;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All that there is in one simulation. */
final class World {

  static final Duration LEASE = Duration.ofSeconds(2);
  static final Duration MARGIN = Duration.ofMillis(500);
  static final Duration REPLACE_AFTER = Duration.ofSeconds(10);
  static final int TOKENS = 2;

  /**
   * How wrong the rate of a clock may be. A lease by the slowest clock is shorter than lease and
   * margin by the fastest: {@code LEASE * (1 + d) < (LEASE + MARGIN) * (1 - d)}.
   */
  static final double MOST_DRIFT = 0.1;

  private static final Map<Key, Token> TOKENS_OF_KEYS = new ConcurrentHashMap<>();

  final SimulationSettings settings;
  final Mutation mutation;
  final Agenda agenda = new Agenda();
  final Trace trace;
  final Climate climate;
  final Dice clocks;
  final Network network;
  final SimCoordinator coordinator;
  final Rules rules = new Rules(this);
  final History history = new History();
  private final Map<NodeId, SimNode> nodes = new TreeMap<>();
  private final SplittableRandom random;

  World(long seed, SimulationSettings settings, Mutation mutation, boolean written) {
    this.settings = settings;
    this.mutation = mutation;
    this.random = new SplittableRandom(seed);
    this.trace = new Trace(agenda, written);
    this.climate = Climate.of(settings, dice());
    this.clocks = dice();
    this.network = new Network(this, dice());
    this.coordinator = new SimCoordinator(this, dice());
  }

  /** New dice, that roll by the seed. */
  Dice dice() {
    return new Dice(random.split());
  }

  /** Dice that no other roll changes, nor is changed by. */
  static Dice diceOfDisks(long seed) {
    return new Dice(new SplittableRandom(~seed));
  }

  SimNode add(int number) {
    var id = NodeId.of("n" + number);
    var node = new SimNode(this, id, dice());
    nodes.put(id, node);
    return node;
  }

  SimNode node(NodeId id) {
    SimNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return node;
  }

  List<SimNode> nodes() {
    return List.copyOf(nodes.values());
  }

  // ---- small things -----------------------------------------------------------------------------

  static Token token(Key key) {
    return TOKENS_OF_KEYS.computeIfAbsent(key, of -> Hashing.md5().hash(of.bytes()));
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** The number that a pair's value is. */
  static long number(Pair pair) {
    if (pair.value() == null) {
      throw new IllegalArgumentException("a tombstone has no value");
    }
    return ByteBuffer.wrap(pair.value().bytes()).getLong();
  }

  /** A view in one line. */
  static String show(View view) {
    String down =
        view.members().stream()
            .filter(member -> !member.up())
            .map(member -> member.id().value())
            .collect(Collectors.joining(","));
    String standings =
        view.members().stream()
            .filter(member -> member.standing() != Member.Standing.IN)
            .map(member -> member.id() + "=" + member.standing().name())
            .collect(Collectors.joining(","));
    return view.ranges().stream().map(World::show).collect(Collectors.joining(" "))
        + (down.isEmpty() ? "" : "  down " + down)
        + (standings.isEmpty() ? "" : "  " + standings);
  }

  static String show(Range range) {
    return range.token().toString().substring(0, 4)
        + names(range.chain())
        + (range.learners().isEmpty() ? "" : "+" + names(range.learners()))
        + (range.isSettled() ? "" : "<" + names(range.previous()))
        + "@"
        + range.chainEpoch();
  }

  private static String names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(",", "[", "]"));
  }
}
