package dev.rondel.shell.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The processes that a command has started and not yet handed over: unless it gets as far as {@link
 * #keep()}, all of them end with it, whether it fails or is interrupted by Ctrl-C.
 */
final class Provisional implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<OsProcess> started = new ArrayList<>();
  private final Progress progress;
  private final Runnable restore;
  private final Thread atExit;
  private boolean closed;

  /**
   * @param restore sets the state back to what it was, after the processes have ended
   */
  Provisional(Progress progress, Runnable restore) {
    this.progress = progress;
    this.restore = restore;
    this.atExit = new Thread(this::undo, "rondel-undo");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Nothing is started any more once it is being undone. */
  synchronized OsProcess start(Supplier<OsProcess> how) {
    if (closed) {
      throw new IllegalStateException("being undone");
    }
    OsProcess process = how.get();
    started.add(process);
    return process;
  }

  /** From here on the processes stand on their own. */
  synchronized void keep() {
    closed = true;
  }

  @Override
  public void close() {
    undo();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook runs, and finds nothing left to do.
    }
  }

  private synchronized void undo() {
    if (closed) {
      return;
    }
    closed = true;
    if (!started.isEmpty()) {
      progress.line(
          "stopping what was started ("
              + started.size()
              + (started.size() == 1 ? " process)" : " processes)"));
      Stopping.stop(started, PATIENCE);
    }
    restore.run();
  }
}
