package dev.rondel.coordinator.web;

import dev.rondel.coordinator.core.CoordinatorCore;
import dev.rondel.coordinator.core.Loss;
import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.core.Verdict;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What an operator may wish for. A wish blocks until the view that knows of it is published; the
 * data then moves by itself, and can be waited for. A wish that is declined is a {@link Problem}.
 */
@Component
public class Operator {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final CoordinatorLoop loop;

  Operator(CoordinatorLoop loop) {
    this.loop = loop;
  }

  public Snapshot now() {
    return loop.board().snapshot();
  }

  public Snapshot join(NodeId node, @Nullable Double weight, @Nullable String zone) {
    return wish(
        core -> core.join(node, weight, zone),
        now -> is(now, node, member -> member.standing() == Standing.IN));
  }

  public Snapshot drain(NodeId node) {
    return wish(
        core -> core.drain(node), now -> is(now, node, member -> member.standing() != Standing.IN));
  }

  public Snapshot adjust(NodeId node, @Nullable Double weight, @Nullable String zone) {
    return wish(
        core -> core.adjust(node, weight, zone),
        now ->
            is(
                now,
                node,
                member ->
                    (weight == null || member.weight() == weight)
                        && (zone == null || member.zone().equals(zone))));
  }

  public Snapshot replicate(int factor) {
    return wish(core -> core.replicate(factor), now -> now.view().replicationFactor() == factor);
  }

  /** What would be lost if these nodes never returned. */
  public Loss loss(Set<NodeId> nodes) {
    return lost(ask(core -> core.loss(nodes)));
  }

  /** Gives up what only these nodes have; blocks until its ranges have begun anew. */
  public Loss acceptLoss(Set<NodeId> nodes) {
    Loss loss = lost(ask(core -> core.acceptLoss(nodes)));
    await(
        now -> now.view().ranges().stream().noneMatch(range -> nodes.containsAll(range.chain())),
        SOON);
    return loss;
  }

  private static Loss lost(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Lost(Loss loss) -> loss;
      case Verdict.Declined declined -> throw problem(declined);
      case Verdict.Accepted accepted -> throw new IllegalStateException("not asked: " + accepted);
    };
  }

  /** Blocks until the node has given all its ranges away. */
  public Snapshot awaitOut(NodeId node) {
    return await(now -> is(now, node, member -> member.standing() == Standing.OUT), LONG);
  }

  /** Blocks until nothing moves any more. */
  public Snapshot awaitQuiet() {
    return await(now -> now.progress().state() != Progress.State.MOVING, LONG);
  }

  private Snapshot wish(Function<CoordinatorCore, Verdict> wish, Predicate<Snapshot> done) {
    return switch (ask(wish)) {
      case Verdict.Accepted _, Verdict.Lost _ -> await(done, SOON);
      case Verdict.Declined declined -> throw problem(declined);
    };
  }

  private static Problem problem(Verdict.Declined declined) {
    return switch (declined.code()) {
      case UNKNOWN_NODE -> new Problem(HttpStatus.NOT_FOUND, "unknown-node", declined.message());
      case LAST_NODE -> new Problem(HttpStatus.CONFLICT, "last-node", declined.message());
      case NODE_DOWN -> new Problem(HttpStatus.CONFLICT, "node-down", declined.message());
      case NODE_UP -> new Problem(HttpStatus.CONFLICT, "node-up", declined.message());
      case NOTHING_LOST -> new Problem(HttpStatus.CONFLICT, "nothing-lost", declined.message());
      case NOBODY_UP -> new Problem(HttpStatus.CONFLICT, "nobody-up", declined.message());
    };
  }

  private Verdict ask(Function<CoordinatorCore, Verdict> wish) {
    try {
      return loop.ask(wish).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "coordinator-busy",
          "the coordinator does not answer; it may be unable to save");
    } catch (ExecutionException e) {
      throw new IllegalStateException(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private Snapshot await(Predicate<Snapshot> condition, Duration patience) {
    try {
      return loop.board()
          .await(condition, patience)
          .orElseThrow(
              () ->
                  new Problem(
                      HttpStatus.SERVICE_UNAVAILABLE,
                      "not-yet",
                      "it is wanted, but has not come about within %s; GET /redistribution shows how far it is"
                          .formatted(patience)));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static Problem interrupted() {
    Thread.currentThread().interrupt();
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE, "shutting-down", "the coordinator shuts down");
  }

  private static boolean is(Snapshot now, NodeId node, Predicate<Member> condition) {
    return now.view().member(node).filter(condition).isPresent();
  }
}
