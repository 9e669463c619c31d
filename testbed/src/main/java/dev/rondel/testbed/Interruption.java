package dev.rondel.testbed;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C: asks the work to stop, and holds the end of the process up until it has told how far it
 * came.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdUp, "testbed-interruption");

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  AtomicBoolean stop() {
    return stop;
  }

  private void holdUp() {
    stop.set(true);
    try {
      if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("rondel testbed: interrupted in the middle of a step");
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
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
