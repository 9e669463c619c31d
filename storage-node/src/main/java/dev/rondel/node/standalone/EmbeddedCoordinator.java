package dev.rondel.node.standalone;

import dev.rondel.coordinator.core.CoordinatorCore;
import dev.rondel.coordinator.core.CoreSettings;
import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.core.Verdict;
import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.redistribution.RedistributionPlanner;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.MapDbRingStore;
import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.coordinator.runtime.StoredRing;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The coordinator of a table, in the process of one of its members. */
final class EmbeddedCoordinator implements AutoCloseable {

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration MARGIN = Duration.ofMillis(500);
  private static final Duration REPLACE_AFTER = Duration.ofSeconds(30);
  private static final int COPIES = 2;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(30);

  private final CoordinatorLoop loop;
  private final SessionServer sessions;

  private EmbeddedCoordinator(CoordinatorLoop loop, SessionServer sessions) {
    this.loop = loop;
    this.sessions = sessions;
  }

  /**
   * Goes on from what the directory has, or from {@code taken} where that is given: the ring as the
   * member had it that ran the coordinator before.
   *
   * @param port for the sessions of the nodes; 0 for any free one
   * @throws IllegalStateException where the port is taken, or the directory in use
   */
  static EmbeddedCoordinator open(Path directory, String table, int port, @Nullable View taken) {
    var settings =
        new CoreSettings(
            LEASE,
            MARGIN,
            REPLACE_AFTER,
            RedistributionPlanner.DEFAULT_CONCURRENCY,
            TokenAllocator.balanced(TokenAllocator.DEFAULT_TOKENS));
    try {
      MapDbRingStore store = MapDbRingStore.open(directory);
      if (taken != null) {
        store.save(new StoredRing(taken, List.of()));
      }
      View beginning = View.empty(COPIES, Hashing.md5().id());
      var loop = new CoordinatorLoop(settings, beginning, store, Clock.systemUTC());
      var sessions = new SessionServer(loop, LEASE, port, table);
      loop.start();
      var opened = new EmbeddedCoordinator(loop, sessions);
      opened.listen(port);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("the coordinator cannot begin in " + directory, e);
    }
  }

  private void listen(int port) {
    try {
      sessions.start();
    } catch (IOException e) {
      close();
      throw new IllegalStateException(
          "port %d, for the nodes of this one's table, cannot be had: %s. It is the HTTP port + 20000; choose another"
                  .formatted(port, e.getMessage())
              + " HTTP port, or end the process that has it",
          e);
    }
  }

  int port() {
    return sessions.port();
  }

  View view() {
    return loop.board().snapshot().view();
  }

  /** Takes a node that runs into the ring; blocks until a view says so. */
  void admit(NodeId node) {
    long until = System.nanoTime() + SOON.toNanos();
    boolean isAsked = false;
    // It may still be known from earlier, as up, and be found to be gone just now.
    while (!isAsked) {
      await(now -> is(now, node, Member::up), SOON, node + " has not come");
      isAsked = ask(core -> core.join(node, null, null)) instanceof Verdict.Accepted;
      if (!isAsked && System.nanoTime() - until > 0) {
        throw Problem.of(ErrorCode.PEER_FAILED, node + " does not stay up.");
      }
    }
    await(
        now -> is(now, node, member -> member.standing() == Standing.IN),
        SOON,
        node + " is not in the ring");
  }

  /** Takes a node out of the ring; blocks until others have its ranges. */
  void drain(NodeId node) {
    wish(core -> core.drain(node));
    await(
        now -> is(now, node, member -> member.standing() == Standing.OUT),
        LONG,
        node + " still has ranges");
  }

  /** Blocks until every range is where it belongs, and every member that is up knows of it. */
  void awaitRest() {
    await(EmbeddedCoordinator::isAtRest, LONG, "ranges still move");
  }

  private static boolean isAtRest(Snapshot now) {
    long epoch = now.view().epoch().value();
    return now.progress().state() != Progress.State.MOVING
        && now.view().members().stream()
            .filter(member -> member.up() && member.standing() != Standing.OUT)
            .map(member -> now.heartbeats().getOrDefault(member.id(), Heartbeat.NONE))
            .allMatch(heartbeat -> heartbeat.appliedEpoch() >= epoch);
  }

  private static boolean is(Snapshot now, NodeId node, Predicate<Member> condition) {
    return now.view().member(node).filter(condition).isPresent();
  }

  private void wish(Function<CoordinatorCore, Verdict> wish) {
    if (ask(wish) instanceof Verdict.Declined declined) {
      throw Problem.of(ErrorCode.PEER_FAILED, declined.message());
    }
  }

  private Verdict ask(Function<CoordinatorCore, Verdict> wish) {
    try {
      return loop.ask(wish).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Problem.of(ErrorCode.PEER_FAILED, "The coordinator does not answer.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void await(Predicate<Snapshot> condition, Duration patience, String otherwise) {
    try {
      if (loop.board().await(condition, patience).isEmpty()) {
        throw Problem.of(
            ErrorCode.PEER_FAILED, otherwise + ", after " + patience.toSeconds() + " s.");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Problem interrupted() {
    Thread.currentThread().interrupt();
    return Problem.of(ErrorCode.PEER_FAILED, "The node is stopping.");
  }

  @Override
  public void close() {
    sessions.close();
    try {
      loop.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
