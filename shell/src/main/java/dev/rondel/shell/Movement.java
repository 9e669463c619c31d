package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits until data has moved, and tells meanwhile how much still has to. */
final class Movement {

  private static final Duration PAUSE = Duration.ofMillis(300);

  private final RondelClient client;
  private final Console console;
  private final long end;

  Movement(RondelClient client, Console console, Duration patience) {
    this.client = client;
    this.console = console;
    this.end = System.nanoTime() + patience.toNanos();
  }

  /** Blocks until this holds of the newest view. */
  View await(String what, Predicate<View> done) {
    while (true) {
      try {
        View view = client.refresh();
        if (done.test(view)) {
          console.clearWaiting();
          return view;
        }
        console.waiting(
            "  "
                + what
                + ": "
                + view.ranges().stream().filter(Movement::moves).count()
                + " ranges on the move"
                + left());
      } catch (IOException silent) {
        console.waiting("  " + what + ": nobody tells the ring");
      }
      if (Thread.interrupted()) {
        throw new Failure(
            ExitCode.INTERRUPTED, "interrupted; " + what + " goes on. See: rondel status");
      }
      if (System.nanoTime() > end) {
        throw Failure.failed(
            what + " takes longer than --timeout allows; it goes on. See: rondel status");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private String left() {
    CoordinatorTold told = CoordinatorTold.ask(client);
    return told == null ? "" : told.movement();
  }

  private static boolean moves(Range range) {
    return !range.learners().isEmpty() || !range.isSettled();
  }

  /** Blocks until the coordinator says that nothing moves any more, and tells what that means. */
  void awaitComplete() {
    var state = new AtomicReference<>("moving");
    await(
        "rebalancing",
        _ -> {
          state.set(state());
          return !state.get().equals("moving");
        });
    console.line(
        state.get().equals("converged")
            ? "Rebalancing complete"
            : "Rebalancing is not complete: the rest waits for nodes that are down");
  }

  /** As the coordinator tells it; "moving" where it does not answer. */
  private String state() {
    CoordinatorTold told = CoordinatorTold.ask(client);
    return told == null ? "moving" : told.redistribution().path("state").asString("moving");
  }

  /** The node serves ranges, and nothing is being copied any more. */
  static Predicate<View> hasArrived(NodeId id) {
    return view ->
        view.ranges().stream().anyMatch(range -> range.chain().contains(id))
            && view.ranges().stream().noneMatch(Movement::moves);
  }

  /** So many nodes live and serve, and nothing moves. */
  static Predicate<View> isSharedBy(int nodes) {
    return view ->
        view.members().stream()
                .filter(member -> member.up() && member.standing() == Member.Standing.IN)
                .filter(member -> hasArrived(member.id()).test(view))
                .count()
            >= nodes;
  }

  /** No range needs the node. */
  static Predicate<View> hasLeft(NodeId id) {
    return view ->
        view.ranges().stream()
                .noneMatch(range -> range.line().contains(id) || range.previous().contains(id))
            && view.member(id).map(member -> member.standing() == Member.Standing.OUT).orElse(true);
  }
}
