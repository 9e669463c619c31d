package dev.rondel.ring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What one node looks at to send a request on its way, from finger to finger. Immutable. Stoica et
 * al., "Chord: A Scalable Peer-to-peer Lookup Protocol for Internet Applications", 2001.
 *
 * <p>Fingers lie on a circle of their own, of 2^128 points like the ring, on which every living
 * node has one position. It says nothing about where a key lies: the view knows that, and names the
 * node to go to; fingers choose the way there. As in Chord, finger {@code i} of a node at {@code p}
 * is the successor of {@code p + 2^i}: the first node at or after it. A node goes to the finger
 * whose interval {@code [p + 2^i, p + 2^(i+1))} holds the position of the node that is looked for.
 *
 * <p>Chord hashes the names of nodes to get their positions, and has O(log N) hops with high
 * probability. Here everybody knows everybody, so the positions can be even: of N living nodes,
 * sorted by id, number {@code r} is at {@code floor(r * 2^128 / N)}. Then the number of hops is at
 * most log2(N), rounded up:
 *
 * <ol>
 *   <li>Let {@code d > 0} be the distance to go, and {@code 2^i <= d < 2^(i+1)}. The node looked
 *       for is itself at or after {@code p + 2^i}, so finger {@code i} does not lie beyond it, and
 *       what is left is at most {@code d - 2^i < d / 2}. So every hop more than halves the
 *       distance, and only the node looked for is at distance 0.
 *   <li>Two nodes are at least {@code g = floor(2^128 / N)} apart, so the way begins with at most
 *       {@code 2^128 - g}. After {@code ceil(log2(N))} hops less than {@code (2^128 - g) / N} is
 *       left. That is at most {@code g}, because {@code g * (N + 1) >= 2^128} as long as {@code N <
 *       2^63}; and what is less than {@code g} is 0.
 * </ol>
 */
public final class FingerTable {

  /** The fingers of a node: one for each bit of a token. */
  public static final int SIZE = 128;

  private static final BigInteger CIRCLE = BigInteger.ONE.shiftLeft(SIZE);

  /** All nodes on the circle, in its order. */
  private final List<NodeId> nodes;

  private final NodeId self;
  private final BigInteger position;

  /**
   * Neighbouring fingers {@code first} to {@code last}, which are the same node: the first one at
   * or after {@code start}.
   *
   * @param end where the interval ends, which does not belong to it
   */
  public record Finger(int first, int last, Token start, Token end, NodeId node) {}

  private FingerTable(NodeId self, List<NodeId> nodes) {
    this.self = self;
    this.nodes = nodes;
    this.position = positionOf(nodes.indexOf(self));
  }

  /**
   * The fingers of {@code self}. A node counts itself as living: it is about to send something.
   *
   * @param living the nodes that may be on the way
   */
  public static FingerTable of(NodeId self, Collection<NodeId> living) {
    var sorted = new TreeSet<>(living);
    sorted.add(self);
    return new FingerTable(self, List.copyOf(sorted));
  }

  /**
   * All nodes on the way from one node to another, both included; empty where {@code to} is not
   * living.
   */
  public static List<NodeId> way(NodeId from, NodeId to, Collection<NodeId> living) {
    if (!from.equals(to) && !living.contains(to)) {
      return List.of();
    }
    var way = new ArrayList<NodeId>();
    way.add(from);
    var next = of(from, living).next(to);
    while (next.isPresent()) {
      way.add(next.get());
      next = of(next.get(), living).next(to);
    }
    return way;
  }

  public NodeId self() {
    return self;
  }

  public Token position() {
    return token(position);
  }

  /** All {@value #SIZE} fingers, nearest first. */
  public List<Finger> all() {
    return IntStream.range(0, SIZE).mapToObj(this::finger).toList();
  }

  /** The fingers, nearest first, where neighbours that are the same node are one. */
  public List<Finger> merged() {
    var merged = new ArrayList<Finger>();
    for (Finger next : all()) {
      if (!merged.isEmpty() && merged.getLast().node.equals(next.node)) {
        Finger before = merged.removeLast();
        merged.add(new Finger(before.first, next.last, before.start, next.end, next.node));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  /** No way to a living node is longer: log2 of the living nodes, rounded up. */
  public int mostHops() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(nodes.size() - 1);
  }

  /** The next node on the way to {@code target}; none where that is here, or is not living. */
  public Optional<NodeId> next(NodeId target) {
    int rank = nodes.indexOf(target);
    if (rank < 0 || target.equals(self)) {
      return Optional.empty();
    }
    BigInteger distance = positionOf(rank).subtract(position).mod(CIRCLE);
    return Optional.of(finger(distance.bitLength() - 1).node);
  }

  private Finger finger(int index) {
    BigInteger start = position.add(BigInteger.ONE.shiftLeft(index)).mod(CIRCLE);
    BigInteger end = position.add(BigInteger.ONE.shiftLeft(index + 1));
    return new Finger(index, index, token(start), token(end), successor(start));
  }

  private BigInteger positionOf(int rank) {
    return CIRCLE.multiply(BigInteger.valueOf(rank)).divide(count());
  }

  /**
   * The first node at or after the point: the least rank with {@code rank * 2^128 / N >= point}.
   */
  private NodeId successor(BigInteger point) {
    BigInteger roundUp = CIRCLE.subtract(BigInteger.ONE);
    int rank = point.multiply(count()).add(roundUp).shiftRight(SIZE).intValueExact();
    return nodes.get(rank == nodes.size() ? 0 : rank);
  }

  private BigInteger count() {
    return BigInteger.valueOf(nodes.size());
  }

  /** The lower 128 bits. */
  private static Token token(BigInteger point) {
    return new Token(point.shiftRight(Long.SIZE).longValue(), point.longValue());
  }

  @Override
  public String toString() {
    return "fingers of " + self + " among " + nodes;
  }
}
