package dev.rondel.testbed.containers;

import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Makes one trouble after the other for containers, and undoes it before the next. */
final class ContainerNemesis {

  private static final int LEAST_MILLIS = 1_000;
  private static final int MOST_MILLIS = 6_000;
  private static final Duration BETWEEN = Duration.ofSeconds(3);
  private static final String COORDINATOR = "coordinator";

  /** What is done to a container. */
  enum Trouble {
    KILL,
    PAUSE,
    CUT_OFF,
    KILL_COORDINATOR,
    PAUSE_COORDINATOR
  }

  private final ContainerControl control;
  private final Random random;
  private final Map<Trouble, Integer> done = new EnumMap<>(Trouble.class);

  ContainerNemesis(ContainerControl control, long seed) {
    this.control = control;
    this.random = new Random(seed);
  }

  /** Each kind once, in turns, until the time is over. How often each was made. */
  Map<Trouble, Integer> run(List<NodeId> nodes, Duration duration) throws IOException {
    long end = System.nanoTime() + duration.toNanos();
    for (int turn = 0; turn < Trouble.values().length || System.nanoTime() < end; turn++) {
      Trouble trouble = Trouble.values()[turn % Trouble.values().length];
      NodeId node = nodes.get(random.nextInt(nodes.size()));
      Duration lasting = Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS));
      System.out.printf("%s %s for %,d ms%n", trouble, node, lasting.toMillis());
      ContainerControl.Undoing undoing = begin(trouble, ContainerControl.serviceOf(node));
      LockSupport.parkNanos(lasting.toNanos());
      undoing.run();
      done.merge(trouble, 1, Integer::sum);
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return done;
  }

  private ContainerControl.Undoing begin(Trouble trouble, String node) throws IOException {
    return switch (trouble) {
      case KILL -> kill(node);
      case PAUSE -> pause(node);
      case CUT_OFF -> control.cutOff(node);
      case KILL_COORDINATOR -> kill(COORDINATOR);
      case PAUSE_COORDINATOR -> pause(COORDINATOR);
    };
  }

  private ContainerControl.Undoing kill(String service) throws IOException {
    control.kill(service);
    return () -> control.restart(service);
  }

  private ContainerControl.Undoing pause(String service) throws IOException {
    control.pause(service);
    return () -> control.resume(service);
  }
}
