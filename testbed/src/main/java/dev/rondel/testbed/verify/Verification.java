package dev.rondel.testbed.verify;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.Route;
import dev.rondel.client.WriteOptions;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Loads pairs through random nodes and reads each back from every node.
 *
 * <p>A read is judged by the view of the epoch in which it was answered. While the view changes,
 * the read is repeated until node and ring agree on the epoch.
 */
public final class Verification {

  private static final int TRIES = 20;
  private static final long PAUSE_NANOS = 50_000_000;

  private final Target target;
  private final List<TestPair> pairs;
  private final Crew crew;
  private final Progress progress;
  private final long seed;

  private final Latency writes = new Latency();
  private final Latency reads = new Latency();
  private final AtomicInteger repeatedWrites = new AtomicInteger();
  private final Queue<Wrong> wrong = new ConcurrentLinkedQueue<>();

  /**
   * @param seed of the choice of nodes
   */
  public Verification(
      Target target, List<TestPair> pairs, Crew crew, Progress progress, long seed) {
    this.target = target;
    this.pairs = List.copyOf(pairs);
    this.crew = crew;
    this.progress = progress;
    this.seed = seed;
  }

  private record Put(TestPair pair, Target.Door door) {}

  private record Get(TestPair pair, DoorTally at) {}

  /** Writes every pair, each through a node chosen by the seed. */
  public void load() throws IOException {
    List<Target.Door> doors = target.doors(target.client().refresh());
    var random = new Random(seed);
    List<Put> work =
        pairs.stream().map(pair -> new Put(pair, doors.get(random.nextInt(doors.size())))).toList();
    var done = new AtomicInteger();
    try (var _ = progress.start("load", work.size(), done::get)) {
      crew.each(
          work,
          put -> {
            put(put);
            done.incrementAndGet();
          });
    }
  }

  /** The pairs are written by nobody else, so a write of unknown fate may be sent again. */
  private void put(Put put) {
    String reason = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long start = System.nanoTime();
      WriteOutcome outcome =
          put.door()
              .endpoint()
              .put(put.pair().key(), put.pair().value(), WriteOptions.DEFAULT, target.timeout());
      if (outcome instanceof WriteOutcome.Stored) {
        writes.record(System.nanoTime() - start);
        return;
      }
      reason = outcome.toString();
      if (!(outcome instanceof WriteOutcome.Unavailable
          || outcome instanceof WriteOutcome.Unknown)) {
        break;
      }
      repeatedWrites.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    wrong.add(new Wrong(put.pair().key(), Wrong.Kind.NOT_STORED, put.door().name(), reason));
  }

  /**
   * Reads every pair from every node. May be called again: the report is of the last call, and of
   * all writes.
   */
  public Report verify(Expectation expectation) throws IOException {
    List<DoorTally> doors =
        target.doors(target.client().refresh()).stream().map(DoorTally::new).toList();
    List<Get> work = new ArrayList<>();
    for (TestPair pair : pairs) {
      doors.forEach(door -> work.add(new Get(pair, door)));
    }
    var done = new AtomicInteger();
    try (var _ = progress.start("verify", work.size(), done::get)) {
      crew.each(
          work,
          get -> {
            get.at().add(read(get.pair(), get.at(), expectation));
            done.incrementAndGet();
          });
    }
    return report(
        new PairCheck(target.client().view(), expectation), doors, done.get() < work.size());
  }

  /** Reads every pair once by the client's own routing. What is missing, wrong or unanswered. */
  public List<Wrong> readThroughClient() {
    Queue<Wrong> found = new ConcurrentLinkedQueue<>();
    crew.each(
        pairs,
        pair -> {
          ReadOutcome outcome = target.client().get(pair.key());
          var check = new PairCheck(target.client().view(), Expectation.DEGRADED);
          check.check(pair, "any node", outcome).stream()
              .filter(wrong -> !wrong.kind().isOfRouting())
              .forEach(found::add);
        });
    return List.copyOf(found);
  }

  private List<Wrong> read(TestPair pair, DoorTally at, Expectation expectation) {
    List<Wrong> found = List.of();
    for (int attempt = 0; attempt < TRIES; attempt++) {
      long start = System.nanoTime();
      ReadOutcome outcome = at.door.endpoint().get(pair.key(), target.timeout());
      long took = System.nanoTime() - start;
      at.latency.record(took);
      reads.record(took);
      View view = target.client().view();
      found = new PairCheck(view, expectation).check(pair, at.door.name(), outcome);
      boolean worthAnother =
          outcome instanceof ReadOutcome.Unavailable || !isOf(view.epoch(), outcome);
      if (found.isEmpty() || !worthAnother || hasWrongValue(found)) {
        return found;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      refresh();
    }
    return found;
  }

  private void refresh() {
    try {
      target.client().refresh();
    } catch (IOException notNow) {
      // The next attempt is judged by the view that we have.
    }
  }

  private static boolean isOf(Epoch epoch, ReadOutcome outcome) {
    return switch (outcome) {
      case ReadOutcome.Found(var _, var _, Route route) -> route.epoch().equals(epoch);
      case ReadOutcome.Missing(Route route) -> route.epoch().equals(epoch);
      case ReadOutcome.Rejected _, ReadOutcome.Unavailable _ -> true;
    };
  }

  /** What no change of the view excuses. */
  private static boolean hasWrongValue(List<Wrong> found) {
    return found.stream()
        .anyMatch(one -> !one.kind().isOfRouting() && one.kind() != Wrong.Kind.NO_ANSWER);
  }

  private Report report(PairCheck check, List<DoorTally> doors, boolean interrupted) {
    Map<NodeId, Integer> heads = new HashMap<>();
    Map<NodeId, Integer> copies = new HashMap<>();
    for (TestPair pair : pairs) {
      List<NodeId> chain = check.chain(pair.key());
      chain.stream().findFirst().ifPresent(head -> heads.merge(head, 1, Integer::sum));
      chain.forEach(member -> copies.merge(member, 1, Integer::sum));
    }
    List<Report.NodeRow> rows = new ArrayList<>();
    List<Member> members =
        check.view().members().stream().sorted(Comparator.comparing(Member::id)).toList();
    for (Member member : members) {
      Optional<DoorTally> door =
          doors.stream().filter(one -> isDoorOf(one.door, member)).findFirst();
      if (member.standing() != Member.Standing.OUT || door.isPresent()) {
        rows.add(
            new Report.NodeRow(
                member.id(),
                heads.getOrDefault(member.id(), 0),
                copies.getOrDefault(member.id(), 0),
                door.map(DoorTally::right).orElse(0),
                door.map(DoorTally::wrongReads).orElse(0),
                door.map(one -> one.latency).orElseGet(Latency::new)));
      }
    }
    List<Wrong> all = new ArrayList<>(wrong);
    doors.forEach(door -> all.addAll(door.wrong()));
    Set<Key> wrongKeys = all.stream().map(Wrong::key).collect(Collectors.toSet());
    int verified = interrupted ? 0 : pairs.size() - wrongKeys.size();
    return new Report(
        check.view(),
        pairs.size(),
        verified,
        rows,
        writes,
        reads,
        repeatedWrites.get(),
        all,
        interrupted);
  }

  private boolean isDoorOf(Target.Door door, Member member) {
    return door.name().equals(member.id().value())
        || target
            .client()
            .addressOf(member)
            .map(URI::getAuthority)
            .filter(door.name()::equals)
            .isPresent();
  }
}
