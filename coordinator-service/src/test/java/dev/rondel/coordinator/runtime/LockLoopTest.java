package dev.rondel.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockGrant;
import dev.rondel.coordinator.lock.LockLimits;
import dev.rondel.coordinator.lock.LockName;
import dev.rondel.coordinator.lock.LockOutcome;
import dev.rondel.coordinator.lock.LockWish;
import dev.rondel.coordinator.lock.StoredLocks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockLoopTest {

  private static final LockName NAME = new LockName("printer, second floor");
  private static final Duration TTL = Duration.ofSeconds(30);

  @TempDir Path directory;

  private static LockOutcome take(LockLoop loop, String client) throws Exception {
    var wish = new LockWish(NAME, new LockClient(client), TTL, Duration.ZERO, Duration.ZERO);
    return loop.acquire(wish).outcome().get(10, TimeUnit.SECONDS);
  }

  private static LockLoop started(LockStore store) throws IOException {
    var loop = new LockLoop(LockLimits.DEFAULT, store);
    loop.start();
    return loop;
  }

  @Test
  void aHolderKeepsItsLockOverARestartAndTokensGoOn() throws Exception {
    var store = new MapDbLockStore(directory);
    try (LockLoop loop = started(store)) {
      assertThat(take(loop, "ann and her dog")).isInstanceOf(LockOutcome.Granted.class);
    }
    try (LockLoop loop = started(store)) {
      assertThat(take(loop, "bob")).isInstanceOf(LockOutcome.Busy.class);
      loop.release(NAME, new LockClient("ann and her dog")).outcome().get();
      assertThat(((LockOutcome.Granted) take(loop, "bob")).grant().token()).isEqualTo(2);
    }
  }

  @Test
  void nobodyIsToldOfAGrantThatIsNotDurable() throws Exception {
    var saving = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var store =
        new LockStore() {
          @Override
          public StoredLocks load() {
            return StoredLocks.NONE;
          }

          @Override
          public void save(StoredLocks locks) {
            saving.countDown();
            try {
              mayEnd.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    try (LockLoop loop = started(store)) {
      var asked =
          loop.acquire(
              new LockWish(NAME, new LockClient("ann"), TTL, Duration.ZERO, Duration.ZERO));
      saving.await();
      assertThat(asked.outcome()).isNotDone();
      mayEnd.countDown();
      assertThat(asked.outcome().get()).isInstanceOf(LockOutcome.Granted.class);
    }
  }

  @Test
  void aDamagedFileIsAnErrorThatNamesIt() throws IOException {
    var store = new MapDbLockStore(directory);
    var grant = new LockGrant(NAME, new LockClient("ann"), 7, TTL);
    var locks = new StoredLocks(7, List.of(grant));
    store.save(locks);
    assertThat(store.load()).isEqualTo(locks);
    Path file = directory.resolve("locks.db");
    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(content).contains(packed("second"));
    Files.writeString(
        file, content.replace(packed("second"), packed("sixtth")), StandardCharsets.ISO_8859_1);
    assertThatThrownBy(store::load).hasMessageContaining("locks.db is damaged");
  }

  /** MapDB writes each character as a packed number, whose last byte has the highest bit set. */
  private static String packed(String text) {
    return text.chars()
        .map(character -> character | 0x80)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
