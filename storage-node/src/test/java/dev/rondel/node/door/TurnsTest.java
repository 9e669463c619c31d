package dev.rondel.node.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rondel.pair.Key;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private static final Key KEY = Key.of("k");

  private final Turns turns = new Turns();

  private static long in(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void oneAtATimeForEachKeyAndNothingStays() throws Exception {
    var working = new AtomicInteger();
    var tasks = new ArrayList<Future<Boolean>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        tasks.add(
            executor.submit(
                () ->
                    turns.take(
                        KEY,
                        in(20),
                        () -> {
                          boolean isAlone = working.incrementAndGet() == 1;
                          LockSupport.parkNanos(100_000);
                          working.decrementAndGet();
                          return isAlone;
                        })));
      }
    }
    for (Future<Boolean> task : tasks) {
      assertThat(task.get()).isTrue();
    }
    assertThat(turns.size()).isZero();
  }

  @Test
  void whoWaitsTooLongIsToldAndOtherKeysAreNotHeldUp() throws Exception {
    var holding = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var holder =
          executor.submit(
              () ->
                  turns.take(
                      KEY,
                      in(20),
                      () -> {
                        holding.countDown();
                        await().until(() -> release.getCount() == 0);
                        return "done";
                      }));
      holding.await();

      assertThatThrownBy(() -> turns.take(KEY, System.nanoTime(), () -> "late"))
          .isInstanceOf(Trouble.class)
          .hasMessage("range unavailable: others changed the key all the time");
      assertThat(turns.take(Key.of("other"), in(20), () -> "other")).isEqualTo("other");

      release.countDown();
      assertThat(holder.get()).isEqualTo("done");
    }
    assertThat(turns.size()).isZero();
  }
}
