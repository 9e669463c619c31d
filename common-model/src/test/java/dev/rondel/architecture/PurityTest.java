package dev.rondel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PurityTest {

  private static final ArchRule PURE = Purity.of("dev.rondel.architecture..");

  @Test
  void timeAndRandomnessMayBeArguments() {
    assertThat(holdsFor(Pure.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ReadsNanos.class,
        ReadsTheTime.class,
        RollsDice.class,
        RollsMathDice.class,
        Sleeps.class,
        Locks.class,
        WaitsForAnother.class,
        NamesAFile.class,
        Prints.class
      })
  void noClockNoDiceNoThreadNoFile(Class<?> impure) {
    assertThat(holdsFor(impure)).isFalse();
  }

  private static boolean holdsFor(Class<?> type) {
    return !PURE.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
  }

  record Pure(Instant now) {
    long draw(RandomGenerator dice) {
      return now.plusSeconds(1).toEpochMilli() + dice.nextLong();
    }
  }

  record ReadsNanos() {
    long time() {
      return System.nanoTime();
    }
  }

  record ReadsTheTime() {
    Instant time() {
      return Instant.now();
    }
  }

  record RollsDice() {
    int roll() {
      return new Random().nextInt();
    }
  }

  record RollsMathDice() {
    double roll() {
      return Math.random();
    }
  }

  record Sleeps() {
    void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  record Locks(ReentrantLock lock) {}

  record WaitsForAnother(CompletableFuture<String> answer) {}

  record NamesAFile(Path file) {}

  record Prints() {
    void print() {
      System.out.println();
    }
  }
}
