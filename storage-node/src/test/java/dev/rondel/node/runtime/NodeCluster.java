package dev.rondel.node.runtime;

import static org.awaitility.Awaitility.await;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.Hello;
import dev.rondel.proto.RangeReport;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * Real nodes in this process, linked over loopback, under a coordinator that does what the test
 * says.
 *
 * <p>A line of the ring is text: {@code "a b"} is a chain with head a, {@code "a b + c"} has the
 * learner c. The ring is cut into as many equal ranges as lines are given. Chain epochs and
 * previous members follow from the view before.
 */
final class NodeCluster implements AutoCloseable {

  private static final Pattern SPACE = Pattern.compile(" +");
  private static final TokenRange RING = new TokenRange(Token.MIN, Token.MIN);
  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration LEASE = Duration.ofSeconds(2);

  /** A node, its disk, and its process, which may be started again. */
  static final class Node {
    final NodeId id;
    final ControlledStore store;
    private long incarnation;
    private NodeRuntime runtime;
    private boolean up = true;

    private Node(NodeId id, NodeRuntime runtime, ControlledStore store) {
      this.id = id;
      this.runtime = runtime;
      this.store = store;
      this.incarnation = 1;
    }

    NodeRuntime runtime() {
      return runtime;
    }

    Gateway gateway() {
      return runtime.gateway();
    }
  }

  final FakeCoordinator coordinator;
  final AtomicLong clock = new AtomicLong(1_000_000);
  private final Hashing hashing;
  private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Cable> cables = new LinkedHashMap<>();
  private final Map<NodeId, Cable> sessions = new LinkedHashMap<>();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private View view;
  private View before;

  NodeCluster(String... names) {
    this(Hashing.md5(), names);
  }

  NodeCluster(Hashing hashing, String... names) {
    this.hashing = hashing;
    this.view = View.empty(2, hashing.id());
    this.before = view;
    this.coordinator = new FakeCoordinator(LEASE);
    for (String name : names) {
      NodeId id = NodeId.of(name);
      var store = new ControlledStore();
      nodes.put(id, new Node(id, runtime(id, 1, store), store));
    }
    nodes.values().forEach(this::awaitHello);
  }

  private NodeRuntime runtime(NodeId id, long incarnation, ControlledStore store) {
    var identity =
        new NodeRuntime.Identity(
            "", id, incarnation, "127.0.0.1", 0, "127.0.0.1", null, "", 1, true);
    var runtime =
        new NodeRuntime(
            identity,
            store,
            session(id).address(),
            new NodeProperties.Redistribution(4, DataSize.ofMegabytes(64)),
            clock::get,
            failure -> {});
    runtime.start(3000);
    return runtime;
  }

  private void awaitHello(Node node) {
    eventually(
        node.id + " says hello",
        () ->
            coordinator
                .hello(node.id)
                .map(hello -> hello.getIncarnation() == node.incarnation)
                .orElse(false));
  }

  Node node(String name) {
    return Optional.ofNullable(nodes.get(NodeId.of(name))).orElseThrow();
  }

  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  View view() {
    return view;
  }

  // ---- what the coordinator does ----------------------------------------------------------------

  /**
   * Publishes a view of these lines to all nodes, waits until every range is open, and settles
   * them.
   */
  void form(String... lines) {
    publish(lines);
    settle();
  }

  /** Publishes a view of these lines to all nodes. */
  void publish(String... lines) {
    next(lines);
    nodes.values().forEach(this::tell);
  }

  /**
   * Makes a view of these lines, which the nodes of that names hear; the others do not, until they
   * are told.
   */
  void publishTo(String names, String... lines) {
    next(lines);
    tell(names);
    ids(names).stream().map(id -> node(id.value())).forEach(this::awaitView);
  }

  private void awaitView(Node node) {
    eventually(
        node.id + " has view " + view.epoch(),
        () -> !node.up || node.gateway().view().epoch().equals(view.epoch()));
  }

  /** Tells these nodes the newest view. */
  void tell(String names) {
    ids(names).stream().map(id -> node(id.value())).forEach(this::tell);
  }

  /** Tells the node the view before the newest one. */
  void tellOlder(String name) {
    coordinator.publish(node(name).id, seenBy(node(name), before));
  }

  private void tell(Node node) {
    coordinator.publish(node.id, seenBy(node, view));
  }

  /**
   * Waits until the head of every range that is not settled has reported it open, and publishes
   * that they are.
   */
  void settle() {
    for (Range range : view.ranges()) {
      if (!range.isSettled()) {
        eventually("range " + range + " is open", () -> reports(range, range.head(), true));
      }
    }
    var settled =
        view.ranges().stream()
            .map(r -> new Range(r.token(), r.chain(), r.learners(), r.chainEpoch(), List.of()))
            .toList();
    view = new View(view.epoch().next(), view.replicationFactor(), view.hash(), members(), settled);
    nodes.values().forEach(this::tell);
    nodes.values().forEach(this::awaitView);
  }

  /**
   * Publishes a view in which everything that was ever stored is given up, to nodes that are up.
   */
  void publishEmpty(String... lines) {
    next(lines);
    Epoch epoch = view.epoch();
    var ranges =
        view.ranges().stream()
            .map(r -> new Range(r.token(), r.chain(), List.of(), epoch, List.of(r.head()), epoch))
            .toList();
    view = new View(epoch, view.replicationFactor(), view.hash(), view.members(), ranges);
    List<Node> told = nodes.values().stream().filter(node -> node.up).toList();
    told.forEach(this::tell);
    told.forEach(this::awaitView);
  }

  /** Waits until the node reports that it has copied the range. */
  void awaitCaughtUp(String name) {
    for (Range range : view.ranges()) {
      if (range.learners().contains(NodeId.of(name))) {
        eventually(
            name + " has caught up for " + range.token(),
            () -> reports(range, NodeId.of(name), false));
      }
    }
  }

  private boolean reports(Range range, NodeId by, boolean opened) {
    return coordinator
        .lastHeartbeat(by)
        .map(beat -> opened ? beat.getOpenedList() : beat.getCaughtUpList())
        .map(
            reports ->
                reports.contains(
                    RangeReport.newBuilder()
                        .setToken(Wire.toBytes(range.token()))
                        .setChainEpoch(range.chainEpoch().value())
                        .build()))
        .orElse(false);
  }

  /** In views from now on. */
  void markDown(String name) {
    node(name).up = false;
  }

  void markUp(String name) {
    node(name).up = true;
  }

  private void next(String... lines) {
    before = view;
    Epoch epoch = view.epoch().next();
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < lines.length; i++) {
      ranges.add(range(token(i, lines.length), lines[i], epoch));
    }
    view = new View(epoch, view.replicationFactor(), view.hash(), members(), ranges);
  }

  private static Token token(int index, int count) {
    BigInteger end =
        BigInteger.ONE
            .shiftLeft(128)
            .multiply(BigInteger.valueOf(index + 1L))
            .divide(BigInteger.valueOf(count));
    BigInteger token = end.subtract(BigInteger.ONE);
    return new Token(token.shiftRight(64).longValue(), token.longValue());
  }

  private Range range(Token token, String line, Epoch epoch) {
    int plus = line.indexOf('+');
    List<NodeId> chain = ids(plus < 0 ? line : line.substring(0, plus));
    List<NodeId> learners = plus < 0 ? List.of() : ids(line.substring(plus + 1));
    Range before = view.rangeOf(token).orElse(null);
    if (before == null) {
      return new Range(token, chain, learners, epoch, chain);
    }
    if (before.chain().equals(chain) && before.learners().equals(learners)) {
      return new Range(
          token, chain, learners, before.chainEpoch(), before.previous(), before.emptyBefore());
    }
    var previous = new LinkedHashSet<>(before.previous());
    previous.addAll(before.line());
    return new Range(token, chain, learners, epoch, List.copyOf(previous), before.emptyBefore());
  }

  private static List<NodeId> ids(String names) {
    return SPACE.splitAsStream(names.strip()).map(NodeId::of).toList();
  }

  private List<Member> members() {
    return nodes.values().stream().map(this::member).toList();
  }

  private Member member(Node node) {
    Hello hello = coordinator.hello(node.id).orElseThrow();
    return new Member(
        node.id,
        hello.getIncarnation(),
        hello.getHttpAddress(),
        hello.getPeerAddress(),
        "",
        1,
        Member.Standing.IN,
        node.up,
        List.of());
  }

  /**
   * The view with the addresses at which this reader finds the others: each behind a cable of its
   * own.
   */
  private View seenBy(Node reader, View seen) {
    var members =
        seen.members().stream()
            .map(
                member ->
                    new Member(
                        member.id(),
                        member.incarnation(),
                        member.httpAddress(),
                        cable(reader.id, member).address(),
                        "",
                        1,
                        member.standing(),
                        member.up(),
                        List.of()))
            .toList();
    return new View(seen.epoch(), seen.replicationFactor(), seen.hash(), members, seen.ranges());
  }

  // ---- what happens to nodes and cables
  // -----------------------------------------------------------

  private Cable cable(NodeId from, Member to) {
    return cables.computeIfAbsent(
        from + ">" + to.id() + "#" + to.incarnation(),
        name -> new Cable(addressOf(to.peerAddress())));
  }

  /** The wire from the node to the coordinator. */
  Cable session(NodeId node) {
    return sessions.computeIfAbsent(node, id -> new Cable(addressOf(coordinator.address())));
  }

  private static InetSocketAddress addressOf(String address) {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The wires from one node to the other. */
  List<Cable> cables(String from, String to) {
    return cables.entrySet().stream()
        .filter(cable -> cable.getKey().startsWith(from + ">" + to + "#"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Breaks the links between the node and all others; the coordinator still hears it. */
  void cutOff(String name) {
    cablesOf(name).forEach(Cable::cut);
  }

  void mend(String name) {
    cablesOf(name).forEach(Cable::mend);
  }

  private List<Cable> cablesOf(String name) {
    return cables.entrySet().stream()
        .filter(cable -> cable.getKey().matches(name + ">.*|.*>" + name + "#.*"))
        .map(Map.Entry::getValue)
        .toList();
  }

  void kill(String name) {
    node(name).runtime.close();
  }

  /** A new process on the same disk; the coordinator does not tell it a view by itself. */
  void restart(String name) {
    Node node = node(name);
    node.runtime.close();
    node.incarnation += 1;
    coordinator.forget(node.id);
    node.up = true;
    node.runtime = runtime(node.id, node.incarnation, node.store);
    awaitHello(node);
  }

  void withholdLeases() {
    nodes.values().forEach(node -> coordinator.grantLease(node.id, false));
    nodes
        .values()
        .forEach(node -> eventually(node.id + " has no lease", () -> !node.runtime.hasLease()));
  }

  void awaitLeases() {
    nodes
        .values()
        .forEach(
            node ->
                eventually(node.id + " has a lease", () -> !node.up || node.runtime.hasLease()));
  }

  // ---- what clients do --------------------------------------------------------------------------

  Token tokenOf(String key) {
    return hashing.hash(key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The first {@code count} keys {@code prefix0, prefix1, …} that lie in the range at {@code
   * index}.
   */
  List<String> keysIn(int index, String prefix, int count) {
    var keys = new ArrayList<String>();
    for (int i = 0; keys.size() < count; i++) {
      if (view.indexOf(tokenOf(prefix + i)) == index) {
        keys.add(prefix + i);
      }
    }
    return keys;
  }

  static Value value(String text) {
    return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
  }

  Outcome put(String via, String key, String text) {
    return put(via, key, text, Condition.ALWAYS, TIMEOUT);
  }

  Outcome put(String via, String key, String text, Condition condition, Duration timeout) {
    return node(via)
        .gateway()
        .execute(new Operation.Put(Key.of(key), value(text), 0, condition, timeout));
  }

  Outcome delete(String via, String key, Condition condition) {
    return node(via).gateway().execute(new Operation.Delete(Key.of(key), condition, TIMEOUT));
  }

  Outcome get(String via, String key) {
    return get(via, key, TIMEOUT);
  }

  Outcome get(String via, String key, Duration timeout) {
    return node(via).gateway().execute(new Operation.Get(Key.of(key), timeout));
  }

  /** What a read through the node finds, as text; anything but a value as the outcome's name. */
  String read(String via, String key) {
    return text(get(via, key));
  }

  static String text(Outcome outcome) {
    return outcome instanceof Outcome.Found(Pair pair, var _) && pair.value() != null
        ? new String(pair.value().bytes(), StandardCharsets.UTF_8)
        : outcome.getClass().getSimpleName();
  }

  <T> CompletableFuture<T> async(Callable<T> work) {
    var result = new CompletableFuture<T>();
    clients.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception | AssertionError e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Puts a pair on the node's disk behind its back. */
  void place(String name, String key, String text, Version version) {
    node(name)
        .store
        .append(new Change.Put(tokenOf(key), new Pair(Key.of(key), version, value(text), 0)))
        .join();
  }

  /** The live keys on the node's disk. */
  Set<String> keysOnDisk(String name) {
    var keys = new HashSet<String>();
    node(name).store.scan(RING, null, 100_000, false).entries().stream()
        .filter(entry -> !entry.pair().isTombstone())
        .forEach(entry -> keys.add(entry.pair().key().toString()));
    return keys;
  }

  static void eventually(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /** Holds all the while, from when it first does. */
  static void steadily(Duration time, Callable<Boolean> condition) {
    await().during(time).atMost(PATIENCE).until(condition);
  }

  @Override
  public void close() {
    clients.shutdownNow();
    nodes.values().forEach(node -> node.store.release());
    nodes.values().forEach(node -> node.runtime.close());
    cables.values().forEach(Cable::close);
    sessions.values().forEach(Cable::close);
    coordinator.close();
  }
}
