package dev.rondel.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where every token belongs: the sorted tokens of all nodes. Immutable.
 *
 * <p>A token of a node stands for the arc that ends at it, so the owner of a token is the node of
 * the first token at or after it, clockwise. Karger et al., "Consistent Hashing and Random Trees",
 * 1997.
 *
 * <p>Inside, nodes and zones are small numbers: a lookup is cheap on the path of every request, and
 * a choice of tokens can try hundreds of rings.
 */
public final class HashRing {

  private static final HashRing EMPTY = of(List.of());

  private final SortedMap<NodeId, RingNode> byId;

  /** The nodes by number, in the order of their ids. */
  private final NodeId[] nodes;

  /** The number of each node's zone. A node without a zone has one of its own. */
  private final int[] zones;

  private final int zoneCount;
  private final Token[] tokens;

  /** The number of each token's node. */
  private final int[] owners;

  /** The share of the arc that ends at each token. */
  private final double[] arcShares;

  private HashRing(SortedMap<NodeId, RingNode> byId) {
    this.byId = Collections.unmodifiableSortedMap(byId);
    nodes = byId.keySet().toArray(NodeId[]::new);
    zones = new int[nodes.length];
    zoneCount = numberZones(byId.values());
    Point[] points = points(byId.values());
    refuseDuplicates(points);
    tokens = Arrays.stream(points).map(Point::token).toArray(Token[]::new);
    owners = Arrays.stream(points).mapToInt(Point::owner).toArray();
    arcShares = IntStream.range(0, tokens.length).mapToDouble(i -> arc(i).share()).toArray();
  }

  private record Point(Token token, int owner) implements Comparable<Point> {

    @Override
    public int compareTo(Point other) {
      return token.compareTo(other.token);
    }
  }

  private int numberZones(Collection<RingNode> inOrder) {
    var numbers = new HashMap<String, Integer>();
    int next = 0;
    int node = 0;
    for (RingNode ringNode : inOrder) {
      Integer known = ringNode.zone().isEmpty() ? null : numbers.putIfAbsent(ringNode.zone(), next);
      zones[node++] = known == null ? next++ : known;
    }
    return next;
  }

  private static Point[] points(Collection<RingNode> inOrder) {
    var points = new Point[inOrder.stream().mapToInt(node -> node.tokens().size()).sum()];
    int count = 0;
    int owner = 0;
    for (RingNode node : inOrder) {
      for (Token token : node.tokens()) {
        points[count++] = new Point(token, owner);
      }
      owner++;
    }
    Arrays.sort(points);
    return points;
  }

  private void refuseDuplicates(Point[] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i].token.equals(sorted[i - 1].token)) {
        throw new IllegalArgumentException(
            "token "
                + sorted[i].token
                + " is given twice: to "
                + nodes[sorted[i - 1].owner]
                + " and to "
                + nodes[sorted[i].owner]);
      }
    }
  }

  public static HashRing empty() {
    return EMPTY;
  }

  /** The ring of these nodes. Refuses a node or a token that comes twice. */
  public static HashRing of(Collection<RingNode> nodes) {
    var byId = new TreeMap<NodeId, RingNode>();
    for (RingNode node : nodes) {
      if (byId.put(node.id(), node) != null) {
        throw new IllegalArgumentException("node " + node.id() + " is on the ring twice");
      }
    }
    return new HashRing(byId);
  }

  /** This ring with {@code node} on it, in place of the one with its id if there is one. */
  public HashRing with(RingNode node) {
    var changed = new TreeMap<>(byId);
    changed.put(node.id(), node);
    return new HashRing(changed);
  }

  public HashRing without(NodeId id) {
    var changed = new TreeMap<>(byId);
    changed.remove(id);
    return new HashRing(changed);
  }

  public boolean isEmpty() {
    return tokens.length == 0;
  }

  /** All nodes, by id. */
  public SortedMap<NodeId, RingNode> nodes() {
    return byId;
  }

  public Optional<RingNode> node(NodeId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All tokens, sorted. */
  public List<Token> tokens() {
    return Collections.unmodifiableList(Arrays.asList(tokens));
  }

  /** The node that {@code token} belongs to; none where the ring is empty. */
  public Optional<NodeId> owner(Token token) {
    return isEmpty() ? Optional.empty() : Optional.of(nodes[owners[indexOf(token)]]);
  }

  /** The arc that holds {@code token}; none where the ring is empty. */
  public Optional<TokenRange> arcOf(Token token) {
    return isEmpty() ? Optional.empty() : Optional.of(arc(indexOf(token)));
  }

  /**
   * The nodes that should hold {@code token}: the first {@code replicationFactor} distinct nodes
   * clockwise, those of zones not yet used first. A node without a zone counts as a zone of its
   * own. Where there are too few zones the nodes that were passed over fill up, clockwise again.
   * The owner is always the first. Fewer where there are fewer.
   */
  public List<NodeId> placement(Token token, int replicationFactor) {
    return isEmpty() ? List.of() : named(placementAt(indexOf(token), replicationFactor));
  }

  /**
   * The first {@code count} distinct nodes clockwise from {@code token}, whatever their zones; its
   * owner first.
   */
  public List<NodeId> successors(Token token, int count) {
    if (isEmpty()) {
      return List.of();
    }
    var found = new int[Math.min(count, nodes.length)];
    fillUp(found, 0, indexOf(token));
    return named(found);
  }

  /**
   * The next other node clockwise from the owner of {@code token}; none where there is no other.
   */
  public Optional<NodeId> successor(Token token) {
    return successors(token, 2).stream().skip(1).findFirst();
  }

  /**
   * The next other node counter-clockwise from the owner of {@code token}; none where there is no
   * other.
   */
  public Optional<NodeId> predecessor(Token token) {
    int start = isEmpty() ? 0 : indexOf(token);
    return IntStream.range(1, tokens.length)
        .map(step -> owners[(start - step + tokens.length) % tokens.length])
        .filter(node -> node != owners[start])
        .mapToObj(node -> nodes[node])
        .findFirst();
  }

  /** The part of the ring that {@code id} owns, in [0, 1]; 0 for a node that is not on it. */
  public double share(NodeId id) {
    return shares().getOrDefault(id, 0.0);
  }

  /** The part of the ring that each node owns; their sum is 1. */
  public Map<NodeId, Double> shares() {
    return replicaShares(1);
  }

  /**
   * The part of the ring that each node should hold a copy of; their sum is the number of copies.
   */
  public SortedMap<NodeId, Double> replicaShares(int replicationFactor) {
    var sums = new double[nodes.length];
    for (int i = 0; i < tokens.length; i++) {
      for (int node : placementAt(i, replicationFactor)) {
        sums[node] += arcShares[i];
      }
    }
    var shares = new TreeMap<NodeId, Double>();
    for (int node = 0; node < nodes.length; node++) {
      shares.put(nodes[node], sums[node]);
    }
    return shares;
  }

  /** Who would have the arc that ends at {@code token}, a token of the ring, without this token. */
  NodeId heir(Token token) {
    return nodes[owners[next(indexOf(token))]];
  }

  /** All arcs of a node, largest first. */
  List<TokenRange> arcsOf(NodeId id) {
    return IntStream.range(0, tokens.length)
        .filter(i -> nodes[owners[i]].equals(id))
        .mapToObj(this::arc)
        .sorted(Comparator.comparingDouble(TokenRange::share).reversed())
        .toList();
  }

  /** The share of each token's arc, in the order of the tokens. */
  double[] arcShares() {
    return arcShares.clone();
  }

  /** The arc that ends at the token of this index. */
  private TokenRange arc(int index) {
    return new TokenRange(tokens[index == 0 ? tokens.length - 1 : index - 1], tokens[index]);
  }

  /** The index of the first token at or after {@code token}, clockwise. The ring is not empty. */
  private int indexOf(Token token) {
    int found = Arrays.binarySearch(tokens, token);
    int index = found >= 0 ? found : -found - 1;
    return index == tokens.length ? 0 : index;
  }

  private int[] placementAt(int start, int replicationFactor) {
    var chosen = new int[Math.min(replicationFactor, nodes.length)];
    int count = 0;
    for (int i = start; count < Math.min(chosen.length, zoneCount); i = next(i)) {
      if (!hasZoneOf(owners[i], chosen, count)) {
        chosen[count++] = owners[i];
      }
    }
    fillUp(chosen, count, start);
    return chosen;
  }

  private boolean hasZoneOf(int node, int[] chosen, int count) {
    for (int i = 0; i < count; i++) {
      if (zones[chosen[i]] == zones[node]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Fills {@code chosen} from {@code from} on with the first nodes clockwise that are not in it
   * yet.
   */
  private void fillUp(int[] chosen, int from, int start) {
    int count = from;
    for (int i = start; count < chosen.length; i = next(i)) {
      if (!has(owners[i], chosen, count)) {
        chosen[count++] = owners[i];
      }
    }
  }

  private static boolean has(int node, int[] chosen, int count) {
    for (int i = 0; i < count; i++) {
      if (chosen[i] == node) {
        return true;
      }
    }
    return false;
  }

  private int next(int index) {
    return index + 1 == tokens.length ? 0 : index + 1;
  }

  private List<NodeId> named(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(node -> nodes[node]).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashRing ring && byId.equals(ring.byId);
  }

  @Override
  public int hashCode() {
    return byId.hashCode();
  }

  @Override
  public String toString() {
    return byId.keySet() + " on " + tokens.length + " tokens";
  }
}
