package dev.rondel.wire;

import dev.rondel.pair.Key;
import dev.rondel.ring.FingerTable;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key belongs, and why, as nodes and the coordinator tell it in JSON.
 *
 * @param token where the key's hash puts it on the ring
 * @param range the arc that holds it; null where the ring has no node
 * @param primary the head of the chain; null where the ring has no node
 * @param replicas the chain
 * @param placement who should serve it
 * @param available whether any member of the chain is up
 * @param why the same in sentences
 * @param way how a request gets to the head from finger to finger; null where nobody asked, or
 *     where the head is not up
 */
public record KeyPlace(
    String key,
    String hash,
    String token,
    long epoch,
    RingDocument.@Nullable Arc range,
    @Nullable String primary,
    List<String> replicas,
    List<String> placement,
    boolean available,
    List<String> why,
    @Nullable Way way) {

  /**
   * A way through the finger tables.
   *
   * @param path the nodes on it, with the one where it begins and the one where it ends
   * @param hops how often it goes from one node to the next
   */
  public record Way(List<String> path, int hops) {}

  /**
   * @param target where the ranges should be
   */
  public static KeyPlace of(Key key, View view, Placement target) {
    Token token = Hashing.named(view.hash()).hash(key.bytes());
    int index = view.indexOf(token);
    List<NodeId> wanted = target.replicas(token);
    var why = new ArrayList<String>();
    why.add("%s(%s) = %s.".formatted(view.hash(), key, token));
    RingDocument.Arc arc = null;
    boolean available = false;
    if (index < 0) {
      why.add("The ring of epoch %s has no node yet.".formatted(view.epoch()));
    } else {
      Range range = view.ranges().get(index);
      arc = RingDocument.Arc.of(view, index);
      available = range.chain().stream().anyMatch(id -> isUp(view, id));
      why.add(where(view, range, arc));
      why.addAll(state(range, available));
      if (!range.chain().equals(wanted) && range.learners().isEmpty()) {
        why.add(notYet(view, wanted));
      }
    }
    return new KeyPlace(
        key.toString(),
        view.hash(),
        token.toString(),
        view.epoch().value(),
        arc,
        arc == null ? null : arc.chain().getFirst(),
        arc == null ? List.of() : arc.chain(),
        RingDocument.names(wanted),
        available,
        why,
        null);
  }

  /** The same with the way from {@code start} to the head, by the fingers of the same view. */
  public KeyPlace withWay(NodeId start, View view) {
    if (primary == null) {
      return this;
    }
    List<String> path =
        RingDocument.names(FingerTable.way(start, NodeId.of(primary), view.living()));
    var said = new ArrayList<>(why);
    Way found = null;
    if (path.isEmpty()) {
      said.add("No finger leads to %s, which is not up.".formatted(primary));
    } else {
      found = new Way(path, path.size() - 1);
      said.add("From finger to finger: %s.".formatted(String.join(" -> ", path)));
    }
    return new KeyPlace(
        key, hash, token, epoch, range, primary, replicas, placement, available, said, found);
  }

  private static String where(View view, Range range, RingDocument.Arc arc) {
    String owner =
        view.members().stream()
            .filter(member -> member.tokens().contains(range.token()))
            .findFirst()
            .map(member -> ", a token of " + member.id())
            .orElse("");
    return "The first of %d tokens at or after it, clockwise, is %s%s, so the key lies in (%s..%s]."
        .formatted(view.ranges().size(), arc.token(), owner, arc.after(), arc.token());
  }

  private static List<String> state(Range range, boolean available) {
    var state = new ArrayList<String>();
    state.add(
        "Since epoch %s that range is served by %s: the first takes the writes, all of them have every acknowledged one."
            .formatted(range.chainEpoch(), String.join(" -> ", RingDocument.names(range.chain()))));
    if (!range.learners().isEmpty()) {
      state.add("Being copied to: %s.".formatted(listed(range.learners())));
    }
    if (!range.isSettled()) {
      state.add("Its head has not yet fenced off: %s.".formatted(listed(range.previous())));
    }
    if (!available) {
      state.add(
          "None of them is up: the range is unavailable until one returns, or an operator accepts"
              + " the loss.");
    }
    return state;
  }

  private static String notYet(View view, List<NodeId> wanted) {
    List<NodeId> down = wanted.stream().filter(node -> !isUp(view, node)).toList();
    return "It belongs to %s, but %s."
        .formatted(
            listed(wanted),
            down.isEmpty() ? "waits for its turn to move" : listed(down) + " is down");
  }

  private static boolean isUp(View view, NodeId node) {
    return view.member(node).map(Member::up).orElse(false);
  }

  private static String listed(List<NodeId> nodes) {
    return String.join(", ", RingDocument.names(nodes));
  }
}
