package dev.rondel.testbed.sim;

import dev.rondel.node.chain.Serving;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold at every moment, looked at whenever something of it changes. */
final class Rules {

  private final World world;
  private final Map<Key, Map<Version, Pair>> given = new HashMap<>();
  private final Set<Line> opened = new HashSet<>();
  private final Map<Key, Pair> committed = new HashMap<>();
  private List<Key> keys = List.of();
  private View newest = View.empty(1, "md5");

  private record Line(Token token, Epoch chainEpoch) {}

  Rules(World world) {
    this.world = world;
  }

  void watch(List<Key> all) {
    keys = all;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static Violation broken(String rule, Object... arguments) {
    return new Violation(rule.formatted(arguments));
  }

  // ---- views ------------------------------------------------------------------------------------

  /** A view has become durable. */
  void published(View before, View next, SimCoordinator coordinator) {
    if (next.epoch().value() != before.epoch().value() + 1) {
      throw broken("view %s follows view %s", next.epoch(), before.epoch());
    }
    newest = next;
    if (before.ranges().isEmpty()) {
      return;
    }
    for (int i = 0; i < next.ranges().size(); i++) {
      Range range = next.ranges().get(i);
      for (Range old : overlapping(before, next.arc(i))) {
        follows(next, old, range);
        entersComplete(old, range, next.arc(i));
      }
    }
  }

  private static List<Range> overlapping(View view, TokenRange arc) {
    var found = new java.util.ArrayList<Range>();
    for (int i = 0; i < view.ranges().size(); i++) {
      if (arc.contains(view.ranges().get(i).token()) || view.arc(i).contains(arc.to())) {
        found.add(view.ranges().get(i));
      }
    }
    return found;
  }

  private void follows(View next, Range old, Range range) {
    if (range.chainEpoch().equals(old.chainEpoch())) {
      if (!range.chain().equals(old.chain()) || !range.learners().equals(old.learners())) {
        throw broken("the line changed without a new chain epoch: %s, %s", show(old), show(range));
      }
      return;
    }
    if (range.chain().stream().noneMatch(old.chain()::contains)) {
      throw broken("no member stays: %s, %s", show(old), show(range));
    }
    boolean livingStays =
        range.chain().stream().filter(old.chain()::contains).anyMatch(node -> isUp(next, node));
    boolean somebodyLeaves = !range.chain().containsAll(old.chain());
    if (somebodyLeaves && !livingStays) {
      throw broken("a member leaves, and no living one stays: %s, %s", show(old), show(range));
    }
    for (NodeId member : range.chain()) {
      if (!old.chain().contains(member) && !old.learners().contains(member)) {
        throw broken("%s enters a chain without learning: %s, %s", member, show(old), show(range));
      }
      if (!old.chain().contains(member) && !hasOpened(old)) {
        throw broken("%s enters a chain that is not open: %s, %s", member, show(old), show(range));
      }
    }
    if (!range.previous().containsAll(old.line())) {
      throw broken("members of an earlier line are forgotten: %s, %s", show(old), show(range));
    }
    if (!hasOpened(old) && !range.previous().containsAll(old.previous())) {
      throw broken("earlier lines are forgotten: %s, %s", show(old), show(range));
    }
  }

  /** Who enters a chain has what was committed of each key, or something newer: a deletion too. */
  private void entersComplete(Range old, Range range, TokenRange arc) {
    for (NodeId member : range.chain()) {
      if (old.chain().contains(member)) {
        continue;
      }
      for (Pair pair : committed.values()) {
        boolean isWanted = arc.contains(World.token(pair.key())) && !mayBeDeleted(pair);
        if (isWanted && !hasAtLeast(member, pair)) {
          throw broken(
              "%s enters the line %s without %s@%s",
              member, show(range), pair.key(), pair.version());
        }
      }
    }
  }

  private boolean mayBeDeleted(Pair pair) {
    return given.getOrDefault(pair.key(), Map.of()).values().stream()
        .anyMatch(other -> other.isTombstone() && other.version().compareTo(pair.version()) >= 0);
  }

  private boolean hasAtLeast(NodeId member, Pair pair) {
    Pair stored = world.node(member).disk.get(pair.key());
    return stored == null ? pair.isTombstone() : stored.version().compareTo(pair.version()) >= 0;
  }

  private boolean hasOpened(Range range) {
    return range.isSettled() || opened.contains(new Line(range.token(), range.chainEpoch()));
  }

  /** A head has truly opened these ranges, whatever it reports. */
  void opened(List<Range> ranges) {
    ranges.forEach(range -> opened.add(new Line(range.token(), range.chainEpoch())));
  }

  private static boolean isUp(View view, NodeId node) {
    return view.member(node).map(Member::up).orElse(false);
  }

  private static String show(Range range) {
    return World.show(range);
  }

  // ---- versions and writes ----------------------------------------------------------------------

  /** A node stores a pair that came through the chain: one version is one state of the key. */
  void given(SimNode node, Pair pair) {
    world.trace.note("%s appends %s@%s", node.name, pair.key(), pair.version());
    Pair before =
        given.computeIfAbsent(pair.key(), key -> new HashMap<>()).putIfAbsent(pair.version(), pair);
    if (before != null && !Objects.equals(before.value(), pair.value())) {
      throw broken("version %s of %s was given twice", pair.version(), pair.key());
    }
  }

  /**
   * A head tells that the pair is on the disk of every member of its line. Where a later line has
   * been published, its members may have gone on, deleted the key and forgotten that they did.
   */
  void committed(SimNode head, Pair pair) {
    world.trace.note("%s commits %s@%s", head.name, pair.key(), pair.version());
    committed.merge(pair.key(), pair, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
    Token token = World.token(pair.key());
    Range range = head.view().rangeOf(token).orElseThrow();
    if (range.chainEpoch().isBefore(newest.rangeOf(token).orElseThrow().chainEpoch())) {
      return;
    }
    for (NodeId member : range.line()) {
      if (!hasAtLeast(member, pair)) {
        Pair stored = world.node(member).disk.get(pair.key());
        throw broken(
            "%s@%s is committed, but %s of the line %s has %s",
            pair.key(),
            pair.version(),
            member,
            show(range),
            stored == null ? "nothing" : stored.version());
      }
    }
  }

  // ---- serving ----------------------------------------------------------------------------------

  /**
   * A node's standing or lease has changed: nobody may serve a key in an older chain epoch by a
   * lease while another serves it in a newer one.
   */
  void served(SimNode changed) {
    for (Key key : keys) {
      Token token = World.token(key);
      Serving.Standing mine = changed.serving().standing(token);
      if (mine == null || !mine.role().serves()) {
        continue;
      }
      for (SimNode other : world.nodes()) {
        Serving.Standing its = other.serving().standing(token);
        if (other != changed && other.isRunning() && its != null && its.role().serves()) {
          boolean mineIsOlder = mine.chainEpoch().isBefore(its.chainEpoch());
          SimNode older = mineIsOlder ? changed : other;
          if (!mine.chainEpoch().equals(its.chainEpoch()) && older.hasLease()) {
            throw broken(
                "%s serves %s in chain epoch %s by a lease, %s in %s",
                changed.name, key, mine.chainEpoch(), other.name, its.chainEpoch());
          }
        }
      }
    }
  }
}
