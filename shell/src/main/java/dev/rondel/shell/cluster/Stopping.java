package dev.rondel.shell.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/** Ends processes: asks first, then does not ask. An interrupt does not cut it short. */
final class Stopping {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private Stopping() {}

  /**
   * Blocks until all have ended. How many had to be killed because they had not after {@code
   * patience}.
   */
  static int stop(Collection<OsProcess> processes, Duration patience) {
    processes.forEach(OsProcess::terminate);
    awaitEnd(processes, patience);
    var stubborn = processes.stream().filter(OsProcess::isAlive).toList();
    kill(stubborn);
    return stubborn.size();
  }

  static void kill(Collection<OsProcess> processes) {
    processes.forEach(OsProcess::kill);
    awaitEnd(processes, AFTER_KILL);
  }

  private static void awaitEnd(Collection<OsProcess> processes, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (processes.stream().anyMatch(OsProcess::isAlive) && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
