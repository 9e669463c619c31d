package dev.rondel.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A few threads that go through a list of work together.
 *
 * @param stop once it is true, what was not begun is left undone
 */
public record Crew(int threads, AtomicBoolean stop) {

  public Crew {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads are 1 to 1,024, not " + threads);
    }
  }

  /** Returns when all is done, or stopped. */
  public <T> void each(List<T> work, Consumer<T> task) {
    var next = new AtomicInteger();
    ThreadFactory names = Thread.ofVirtual().name("testbed-", 0).factory();
    try (var pool = Executors.newThreadPerTaskExecutor(names)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, work.size()); i++) {
        running.add(
            pool.submit(
                () -> {
                  for (int at = next.getAndIncrement();
                      at < work.size() && !stop.get();
                      at = next.getAndIncrement()) {
                    task.accept(work.get(at));
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException mistake) {
      throw new IllegalStateException("the testbed made a mistake", mistake.getCause());
    } catch (InterruptedException interrupted) {
      stop.set(true);
      Thread.currentThread().interrupt();
    }
  }
}
