package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A few cores over one range, a network of FIFO links that break, disks that acknowledge late, and
 * a coordinator that changes the line: everything from one seed. After each read and write it
 * checks that no key goes back.
 */
final class LineSimulation {

  private static final Token TOKEN = Token.MAX;
  private static final Token SPLIT = new Token(Long.MIN_VALUE, 0);
  private static final int KEYS = 4;

  private final Random random;
  private final List<String> trace = new ArrayList<>();
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<Key, Version> acknowledged = new HashMap<>();
  private View view;
  private long requests;
  int committed;
  int reads;
  int changes;

  LineSimulation(long seed) {
    random = new Random(seed);
    view = View.empty(2, "md5");
    for (int i = 1; i <= 4; i++) {
      nodes.put(NodeId.of("n" + i), new Node(NodeId.of("n" + i)));
    }
    publish(
        List.of(
            new Range(TOKEN, List.of(NodeId.of("n1")), List.of(), view.epoch().next(), List.of())));
  }

  /** An operation under way, and what was acknowledged before it began. */
  private record Pending(Key key, @Nullable Version floor) {}

  /** One process: its core, its disk, and the links to it. */
  private final class Node {
    final NodeId id;
    long incarnation = 1;

    /** As the coordinator knows it: raised in the view that gives the node's ranges a new epoch. */
    long known = 1;

    boolean up = true;
    boolean cut;
    boolean lease = true;
    ChainReplica core;
    final Map<Key, Pair> disk = new HashMap<>();
    final ArrayDeque<Command> diskQueue = new ArrayDeque<>();
    final Map<NodeId, ArrayDeque<Message>> inbox = new LinkedHashMap<>();
    final ArrayDeque<View> views = new ArrayDeque<>();
    @Nullable Copy copy;

    Node(NodeId id) {
      this.id = id;
      this.core = fresh();
    }

    private ChainReplica fresh() {
      return new ChainReplica(id, incarnation, LineSimulation::hash);
    }

    void tell(Consumer<ChainReplica> event) {
      event.accept(core);
      for (Command command : core.take()) {
        switch (command) {
          case Command.Send(var to, var message) -> {
            Node peer = node(to);
            if (connected(this, peer)) {
              peer.inbox.computeIfAbsent(id, from -> new ArrayDeque<>()).add(message);
            }
          }
          case Command.Append append -> diskQueue.add(append);
          case Command.Erase erase -> diskQueue.add(erase);
          case Command.Read read -> diskQueue.add(read);
          case Command.Reply(var request, var result) -> answered(request, result, this);
        }
      }
    }

    void diskStep() {
      switch (diskQueue.poll()) {
        case Command.Append(var token, var pair) -> {
          Pair old = disk.put(pair.key(), pair);
          if (pair.isTombstone()) {
            tombstones.add(pair.version());
          }
          if (old != null
              && old.version().compareTo(pair.version()) > 0
              && !core.dirty().contains(pair.key())) {
            fail(id + " goes back from " + old.version() + " to " + pair.version());
          }
          tell(core -> core.onAppended(token, pair.key(), pair.version()));
        }
        case Command.Erase(var token, var key, var version) -> {
          Pair there = disk.get(key);
          if (there != null && there.version().equals(version)) {
            disk.remove(key);
          }
        }
        case Command.Read(var ticket, var token, var key) -> {
          Pair pair = disk.get(key);
          tell(core -> core.onRead(ticket, token, pair));
        }
        case null -> {}
        default -> throw new IllegalStateException();
      }
    }

    void crash() {
      incarnation++;
      diskQueue.clear();
      inbox.clear();
      views.clear();
      copy = null;
      core = fresh();
      nodes.values().forEach(other -> other.inbox.remove(id));
    }
  }

  /** A learner's copy: the source's keys, one at a time. */
  private record Copy(Range range, ArrayDeque<Key> keys, Set<Key> listed) {}

  private static Token hash(Key key) {
    return Hashing.md5().hash(key.bytes());
  }

  private Node node(NodeId id) {
    return Optional.ofNullable(nodes.get(id)).orElseThrow();
  }

  private static boolean connected(Node a, Node b) {
    return a.up && b.up && !a.cut && !b.cut;
  }

  private void fail(String why) {
    throw new AssertionError(why + "\n" + String.join("\n", trace));
  }

  private void note(String line) {
    trace.add(line);
  }

  // ---- the steps --------------------------------------------------------------------------------

  void run(int steps, boolean calm) {
    for (int i = 0; i < steps; i++) {
      step(calm);
    }
  }

  private void step(boolean calm) {
    Node node = any(new ArrayList<>(nodes.values()));
    int dice = random.nextInt(100);
    if (dice < 35) {
      deliver(node);
    } else if (dice < 55) {
      if (node.up) {
        node.diskStep();
      }
    } else if (dice < 63) {
      applyView(node);
    } else if (dice < 75) {
      write(node);
    } else if (dice < 87) {
      read(node);
    } else if (dice < 91) {
      copyStep(node);
    } else if (dice < 93) {
      node.tell(ChainReplica::onTick);
    } else if (dice < 97) {
      coordinate();
    } else if (!calm) {
      disturb(node);
    }
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void deliver(Node node) {
    if (!node.up || node.inbox.isEmpty()) {
      return;
    }
    NodeId from = any(new ArrayList<>(node.inbox.keySet()));
    Message message = node.inbox.getOrDefault(from, new ArrayDeque<>()).poll();
    if (message == null) {
      node.inbox.remove(from);
    } else {
      node.tell(core -> core.onMessage(from, message));
    }
  }

  private void applyView(Node node) {
    if (node.up && !node.cut && !node.views.isEmpty()) {
      View next = node.views.removeFirst();
      node.tell(core -> core.onView(next));
      node.lease = node.views.isEmpty();
    }
  }

  private Key key() {
    return Key.of("k" + random.nextInt(KEYS));
  }

  private void write(Node node) {
    if (node.up) {
      Key key = key();
      long id = ++requests;
      pending.put(id, new Pending(key, acknowledged.get(key)));
      var value =
          Value.of(("v" + id).getBytes(java.nio.charset.StandardCharsets.UTF_8), "text/plain");
      Request.Action action =
          random.nextInt(4) == 0
              ? new Request.Decide(pair -> new Request.Write(null, 0))
              : new Request.Store(value, 0);
      node.tell(core -> core.submit(new Request(id, hash(key), key, action)));
    }
  }

  private void answered(long request, Result result, Node by) {
    Pending asked = pending.remove(request);
    if (asked != null && result instanceof Result.Committed(var pair)) {
      committed++;
      check(asked.key(), asked.floor(), pair.version(), by.id + " committed");
      acknowledged.merge(asked.key(), pair.version(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      note(by.id + " commits " + asked.key() + "@" + pair.version());
    }
  }

  /** As a reader on another thread does it, in one go. */
  private void read(Node node) {
    Key key = key();
    var standing = node.core.serving().standing(hash(key));
    if (!node.up || standing == null || !standing.role().serves()) {
      return;
    }
    Pair pair = node.disk.get(key);
    if (node.core.dirty().contains(key) || !node.lease) {
      return;
    }
    reads++;
    Version floor = acknowledged.get(key);
    Version seen = pair == null ? null : pair.version();
    note(node.id + " reads " + key + "@" + seen);
    // A forgotten tombstone leaves nothing behind: only a version can be compared.
    if (seen != null) {
      check(key, floor, seen, node.id + " read");
      acknowledged.merge(key, seen, (a, b) -> a.compareTo(b) > 0 ? a : b);
    } else if (floor != null && !tombstones.contains(floor)) {
      fail(node.id + " read nothing at " + key + " after " + floor);
    }
  }

  private final Set<Version> tombstones = new LinkedHashSet<>();

  private void check(Key key, @Nullable Version floor, Version now, String what) {
    if (floor != null && now.compareTo(floor) < 0) {
      fail(what + " " + key + "@" + now + " after " + floor);
    }
  }

  private void copyStep(Node node) {
    if (!node.up || node.cut || node.core.learning().isEmpty()) {
      return;
    }
    Range range = node.core.view().ranges().get(any(node.core.learning()));
    Node source = node(range.tail());
    var standing = source.core.serving().standing(range.token());
    if (!connected(node, source)
        || standing == null
        || !standing.role().serves()
        || !standing.chainEpoch().equals(range.chainEpoch())) {
      return;
    }
    Copy copy = node.copy;
    if (copy == null || !copy.range().equals(range)) {
      var keys = new LinkedHashSet<>(node.disk.keySet());
      keys.addAll(source.disk.keySet());
      node.copy = new Copy(range, new ArrayDeque<>(keys), keys);
      return;
    }
    Key key = copy.keys().poll();
    if (key == null) {
      if (node.diskQueue.isEmpty() && source.diskQueue.isEmpty()) {
        node.tell(core -> core.onCaughtUp(range.token(), range.chainEpoch()));
      }
      return;
    }
    Pair there = source.disk.get(key);
    Pair here = node.disk.get(key);
    if (node.core.acceptsCopy(hash(key), key, range.chainEpoch())) {
      if (there != null) {
        node.disk.put(key, there);
      } else if (here != null) {
        node.disk.remove(key);
      }
    }
  }

  // ---- the coordinator --------------------------------------------------------------------------

  private void publish(List<Range> ranges) {
    var members =
        nodes.values().stream()
            .map(
                n ->
                    new Member(
                        n.id,
                        n.known,
                        "h:1",
                        "h:2",
                        "",
                        1,
                        Member.Standing.IN,
                        n.up && !n.cut,
                        List.of()))
            .toList();
    view = new View(view.epoch().next(), 2, "md5", members, ranges);
    note(
        "view "
            + view.epoch()
            + " "
            + ranges.stream()
                .map(r -> r.chain() + "+" + r.learners() + "<" + r.previous())
                .toList());
    nodes.values().forEach(n -> n.views.add(view));
  }

  /** One step of a planner that never settles on anything, within the rules of the design. */
  private void coordinate() {
    changes++;
    var ranges = new ArrayList<Range>();
    for (Range range : view.ranges()) {
      ranges.add(settled(range));
    }
    int index = random.nextInt(ranges.size());
    Range range = ranges.get(index);
    if (range.isSettled()) {
      Range changed = changed(range);
      if (changed.equals(range) && ranges.size() == 1 && random.nextInt(3) == 0) {
        ranges.add(
            0, new Range(SPLIT, range.chain(), range.learners(), range.chainEpoch(), List.of()));
      } else {
        ranges.set(index, changed);
      }
    }
    if (!ranges.equals(view.ranges())) {
      publish(ranges);
    }
  }

  private Range settled(Range range) {
    Node head = node(range.head());
    boolean opened =
        head.up
            && !head.cut
            && head.core.opened().stream()
                .anyMatch(
                    r ->
                        r.token().equals(range.token())
                            && r.chainEpoch().equals(range.chainEpoch()));
    return opened
        ? new Range(range.token(), range.chain(), range.learners(), range.chainEpoch(), List.of())
        : range;
  }

  private Range changed(Range range) {
    var caughtUp = new ArrayList<NodeId>();
    for (NodeId learner : range.learners()) {
      Node node = node(learner);
      if (node.up
          && !node.cut
          && node.core.caughtUp().stream()
              .anyMatch(
                  r ->
                      r.token().equals(range.token())
                          && r.chainEpoch().equals(range.chainEpoch()))) {
        caughtUp.add(learner);
      }
    }
    if (!caughtUp.isEmpty()) {
      var chain = new ArrayList<>(range.chain());
      if (chain.size() > 1 && random.nextBoolean()) {
        chain.removeFirst();
      }
      chain.addAll(random.nextInt(chain.size() + 1), caughtUp);
      return line(range, chain, List.of());
    }
    if (range.chain().size() > 2 || (range.chain().size() == 2 && random.nextInt(3) == 0)) {
      var chain = new ArrayList<>(range.chain());
      chain.remove(random.nextInt(chain.size()));
      return line(range, chain, range.learners());
    }
    if (range.learners().isEmpty()) {
      List<NodeId> others =
          nodes.values().stream()
              .filter(n -> n.up && !n.cut && !range.chain().contains(n.id))
              .map(n -> n.id)
              .toList();
      if (!others.isEmpty()) {
        return line(range, range.chain(), List.of(any(others)));
      }
    }
    return range;
  }

  private Range line(Range range, List<NodeId> chain, List<NodeId> learners) {
    var previous = new LinkedHashSet<>(range.previous());
    previous.addAll(range.line());
    return new Range(range.token(), chain, learners, view.epoch().next(), List.copyOf(previous));
  }

  /** Kills, cuts off, or brings back. */
  private void disturb(Node node) {
    if (!node.up || node.cut) {
      boolean restarted = !node.up;
      node.up = true;
      node.cut = false;
      note(node.id + (restarted ? " restarts" : " is back"));
      if (restarted) {
        node.known = node.incarnation;
        without(node, true);
      }
      node.views.clear();
      node.lease = false;
      publish(view.ranges());
      for (Node other : nodes.values()) {
        if (other != node && connected(node, other)) {
          node.tell(core -> core.onLinkUp(other.id));
          other.tell(core -> core.onLinkUp(node.id));
        }
      }
      return;
    }
    long others = nodes.values().stream().filter(n -> n.up && !n.cut).count();
    if (others <= 2) {
      return;
    }
    if (random.nextBoolean()) {
      note(node.id + " dies");
      node.up = false;
      node.crash();
    } else {
      note(node.id + " is cut off");
      node.cut = true;
      node.inbox.clear();
      nodes.values().forEach(other -> other.inbox.remove(node.id));
    }
    node.lease = false;
    without(node, false);
  }

  private void without(Node gone, boolean restarted) {
    var ranges = new ArrayList<Range>();
    for (Range range : view.ranges()) {
      var chain = new ArrayList<>(range.chain());
      var learners = new ArrayList<>(range.learners());
      boolean learned = learners.remove(gone.id);
      boolean otherLives =
          chain.stream().anyMatch(id -> !id.equals(gone.id) && node(id).up && !node(id).cut);
      boolean served = chain.contains(gone.id);
      if (served && otherLives) {
        chain.remove(gone.id);
      }
      boolean changed = learned || (served && (otherLives || restarted));
      ranges.add(changed ? line(range, chain, learners) : range);
    }
    publish(ranges);
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** Everybody is back, nothing more is asked: every range opens, and its members agree. */
  void heal() {
    for (Node node : nodes.values()) {
      if (!node.up || node.cut) {
        disturb(node);
      }
    }
    for (int round = 0; round < 400; round++) {
      for (Node node : nodes.values()) {
        for (int i = 0; i < 20; i++) {
          applyView(node);
          deliver(node);
          node.diskStep();
        }
        node.tell(ChainReplica::onTick);
      }
    }
    for (Range range : view.ranges()) {
      var standing = node(range.head()).core.serving().standing(range.token());
      if (standing == null || !standing.role().serves()) {
        fail("range " + range + " did not open");
      }
      for (NodeId id : range.chain()) {
        for (int k = 0; k < KEYS; k++) {
          Key key = Key.of("k" + k);
          if (view.rangeOf(hash(key)).orElseThrow().equals(range)) {
            agree(range, id, key);
          }
        }
      }
    }
  }

  private void agree(Range range, NodeId id, Key key) {
    Pair here = live(node(id).disk.get(key));
    Pair head = live(node(range.head()).disk.get(key));
    if (!java.util.Objects.equals(here, head)) {
      fail(id + " has " + here + ", the head " + range.head() + " " + head);
    }
    if (node(id).core.dirty().contains(key)) {
      fail(id + " holds " + key + " dirty");
    }
    Version floor = acknowledged.get(key);
    if (floor != null && head != null && head.version().compareTo(floor) < 0) {
      fail(id + " has " + head + " after " + floor);
    }
  }

  private static @Nullable Pair live(@Nullable Pair pair) {
    return pair == null || pair.isTombstone() ? null : pair;
  }
}
