package dev.rondel.testbed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C: asks the work to stop, and holds the end of the process up until it has told how far it
 * came.
 */
public final class Interruption implements AutoCloseable {

  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Duration patience;
  private final Thread hook = new Thread(this::holdUp, "testbed-interruption");

  /**
   * @param patience how long the end is held up at most
   */
  public Interruption(Duration patience) {
    this.patience = patience;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public AtomicBoolean stop() {
    return stop;
  }

  private void holdUp() {
    stop.set(true);
    try {
      if (!told.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("rondel testbed: interrupted in the middle of a step");
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The work has told all that it has to tell. Where it was asked to stop, the process ends here,
   * with this exit code instead of that of a Ctrl-C.
   */
  void endWith(int exitCode) {
    if (stop.get()) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  @Override
  public void close() {
    told.countDown();
    if (!stop.get()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
