package dev.rondel.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where every token belongs: the sorted tokens of all nodes. Immutable.
 *
 * <p>A token of a node stands for the arc that ends at it, so the owner of a token is the node of the first token at
 * or after it, clockwise. Karger et al., "Consistent Hashing and Random Trees", 1997.
 */
public final class HashRing {

  private static final HashRing EMPTY = new HashRing(new TreeMap<>(), new Token[0], new RingNode[0]);

  private final Map<NodeId, RingNode> nodes;
  private final Token[] tokens;
  /** The node of each of {@link #tokens}. */
  private final RingNode[] owners;

  private HashRing(Map<NodeId, RingNode> nodes, Token[] tokens, RingNode[] owners) {
    this.nodes = nodes;
    this.tokens = tokens;
    this.owners = owners;
  }

  public static HashRing empty() {
    return EMPTY;
  }

  /** The ring of these nodes. Refuses a node or a token that comes twice. */
  public static HashRing of(Collection<RingNode> nodes) {
    var byId = new TreeMap<NodeId, RingNode>();
    var byToken = new TreeMap<Token, RingNode>();
    for (RingNode node : nodes) {
      if (byId.put(node.id(), node) != null) {
        throw new IllegalArgumentException("node " + node.id() + " is on the ring twice");
      }
      for (Token token : node.tokens()) {
        RingNode other = byToken.put(token, node);
        if (other != null) {
          throw new IllegalArgumentException(
              "token " + token + " is given twice: to " + other.id() + " and to " + node.id());
        }
      }
    }
    return new HashRing(
        byId, byToken.keySet().toArray(Token[]::new), byToken.values().toArray(RingNode[]::new));
  }

  /** This ring with {@code node} on it, in place of the one with its id if there is one. */
  public HashRing with(RingNode node) {
    var changed = new TreeMap<>(nodes);
    changed.put(node.id(), node);
    return of(changed.values());
  }

  public HashRing without(NodeId id) {
    var changed = new TreeMap<>(nodes);
    changed.remove(id);
    return of(changed.values());
  }

  public boolean isEmpty() {
    return tokens.length == 0;
  }

  /** All nodes, by id. */
  public Map<NodeId, RingNode> nodes() {
    return Collections.unmodifiableMap(nodes);
  }

  /** All tokens, sorted. */
  public List<Token> tokens() {
    return Collections.unmodifiableList(Arrays.asList(tokens));
  }

  /** The node that {@code token} belongs to; none where the ring is empty. */
  public Optional<NodeId> owner(Token token) {
    return isEmpty() ? Optional.empty() : Optional.of(owners[indexOf(token)].id());
  }

  /** The arc that holds {@code token}; none where the ring is empty. */
  public Optional<TokenRange> arcOf(Token token) {
    return isEmpty() ? Optional.empty() : Optional.of(arc(indexOf(token)));
  }

  /** The first {@code count} distinct nodes clockwise from {@code token}, its owner first; fewer where there are fewer. */
  public List<NodeId> successors(Token token, int count) {
    var found = new LinkedHashSet<NodeId>();
    int start = isEmpty() ? 0 : indexOf(token);
    for (int step = 0; step < tokens.length && found.size() < count; step++) {
      found.add(owners[(start + step) % tokens.length].id());
    }
    return List.copyOf(found);
  }

  /**
   * The nodes that should hold {@code token}: the first {@code replicationFactor} distinct nodes clockwise, those of
   * zones not yet used first. A node without a zone counts as a zone of its own. Where there are too few zones the
   * nodes that were passed over fill up, clockwise again. The owner is always the first.
   */
  public List<NodeId> placement(Token token, int replicationFactor) {
    var chosen = new ArrayList<NodeId>(replicationFactor);
    var passedOver = new ArrayList<NodeId>();
    Set<NodeId> seen = new HashSet<>();
    Set<String> zones = new HashSet<>();
    int wanted = Math.min(replicationFactor, nodes.size());
    int start = isEmpty() ? 0 : indexOf(token);
    for (int step = 0; chosen.size() < wanted && seen.size() < nodes.size(); step++) {
      RingNode node = owners[(start + step) % tokens.length];
      if (seen.add(node.id())) {
        boolean newZone = node.zone().isEmpty() || zones.add(node.zone());
        (newZone ? chosen : passedOver).add(node.id());
      }
    }
    chosen.addAll(passedOver.subList(0, Math.min(passedOver.size(), wanted - chosen.size())));
    return List.copyOf(chosen);
  }

  /** The next other node clockwise from the owner of {@code token}; none where there is no other. */
  public Optional<NodeId> successor(Token token) {
    return successors(token, 2).stream().skip(1).findFirst();
  }

  /** The next other node counter-clockwise from the owner of {@code token}; none where there is no other. */
  public Optional<NodeId> predecessor(Token token) {
    int start = isEmpty() ? 0 : indexOf(token);
    for (int step = 1; step < tokens.length; step++) {
      RingNode node = owners[(start - step + tokens.length) % tokens.length];
      if (!node.equals(owners[start])) {
        return Optional.of(node.id());
      }
    }
    return Optional.empty();
  }

  /** The part of the ring that {@code id} owns, in [0, 1]; 0 for a node that is not on it. */
  public double share(NodeId id) {
    return shares().getOrDefault(id, 0.0);
  }

  /** The part of the ring that each node owns; their sum is 1. */
  public Map<NodeId, Double> shares() {
    return replicaShares(1);
  }

  /** The part of the ring that each node holds a copy of; their sum is the replication factor, if there are enough nodes. */
  public Map<NodeId, Double> replicaShares(int replicationFactor) {
    var shares = new TreeMap<NodeId, Double>();
    nodes.keySet().forEach(id -> shares.put(id, 0.0));
    for (int i = 0; i < tokens.length; i++) {
      double share = arc(i).share();
      placement(tokens[i], replicationFactor).forEach(id -> shares.merge(id, share, Double::sum));
    }
    return shares;
  }

  /** The arc that ends at the token of this index. */
  TokenRange arc(int index) {
    return new TokenRange(tokens[index == 0 ? tokens.length - 1 : index - 1], tokens[index]);
  }

  /** The index of the first token at or after {@code token}, clockwise. The ring is not empty. */
  private int indexOf(Token token) {
    int index = Arrays.binarySearch(tokens, token);
    int insertion = index >= 0 ? index : -index - 1;
    return insertion == tokens.length ? 0 : insertion;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashRing ring && nodes.equals(ring.nodes);
  }

  @Override
  public int hashCode() {
    return nodes.hashCode();
  }

  @Override
  public String toString() {
    return nodes.keySet() + " on " + tokens.length + " tokens";
  }
}
