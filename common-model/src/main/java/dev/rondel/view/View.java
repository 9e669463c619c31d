package dev.rondel.view;

import dev.rondel.pair.Key;
import dev.rondel.ring.FingerTable;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One immutable, numbered snapshot of everything that routing needs (DESIGN section 2).
 *
 * <p>Invariants: ranges are sorted by token, without duplicates; every node of a chain or of the
 * learners is a member.
 *
 * @param hash the name of the ring's hash function, fixed when the ring was made
 */
public record View(
    Epoch epoch, int replicationFactor, String hash, List<Member> members, List<Range> ranges) {

  public View {
    if (replicationFactor < 1) {
      throw new IllegalArgumentException("replication factor " + replicationFactor + " is below 1");
    }
    members = List.copyOf(members);
    ranges = List.copyOf(ranges);
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i - 1).token().compareTo(ranges.get(i).token()) >= 0) {
        throw new IllegalArgumentException("ranges are not sorted at " + ranges.get(i).token());
      }
    }
  }

  /** A view without nodes, before anything was published. */
  public static View empty(int replicationFactor, String hash) {
    return new View(Epoch.ZERO, replicationFactor, hash, List.of(), List.of());
  }

  public Optional<Member> member(NodeId id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }

  public Map<NodeId, Member> membersById() {
    var byId = new LinkedHashMap<NodeId, Member>();
    members.forEach(member -> byId.put(member.id(), member));
    return byId;
  }

  /** The members that are up: those that a request may travel over. */
  public List<NodeId> living() {
    return members.stream().filter(Member::up).map(Member::id).toList();
  }

  /**
   * Whether each pair has so many copies, or one at each node of the ring where those are fewer.
   */
  public boolean keepsCopies(int copies) {
    long nodes = members.stream().filter(member -> member.standing() == Member.Standing.IN).count();
    return replicationFactor >= Math.min(copies, Math.max(1, nodes));
  }

  /** The fingers of {@code self}, which need not be a member. */
  public FingerTable fingers(NodeId self) {
    return FingerTable.of(self, living());
  }

  /**
   * The index in {@link #ranges()} of the range that holds {@code token}, or -1 where there is no
   * range.
   */
  public int indexOf(Token token) {
    if (ranges.isEmpty()) {
      return -1;
    }
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).token().compareTo(token) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == ranges.size() ? 0 : low;
  }

  public Optional<Range> rangeOf(Token token) {
    int index = indexOf(token);
    return index < 0 ? Optional.empty() : Optional.of(ranges.get(index));
  }

  /** The range of a key, by the ring's hash function. */
  public Optional<Range> rangeOf(Key key) {
    return rangeOf(Hashing.named(hash).hash(key.bytes()));
  }

  /** The arc of the range at {@code index}: from the token before it, exclusive, to its own. */
  public TokenRange arc(int index) {
    int before = index == 0 ? ranges.size() - 1 : index - 1;
    return new TokenRange(ranges.get(before).token(), ranges.get(index).token());
  }
}
