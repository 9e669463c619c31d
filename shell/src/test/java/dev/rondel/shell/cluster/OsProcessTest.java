package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OsProcessTest {

  private Process child;

  @BeforeEach
  void startAChild() throws IOException {
    child = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endIt() {
    child.destroyForcibly();
  }

  private OsProcess known() {
    return OsProcess.of(child.pid()).orElseThrow();
  }

  @Test
  void aRunningProcessIsAliveAndHasMemory() {
    assertThat(known().isAlive()).isTrue();
    assertThat(known().residentBytes()).hasValueSatisfying(bytes -> assertThat(bytes).isPositive());
  }

  @Test
  void theSameProcessIsToldTheSameTwice() {
    assertThat(known()).isEqualTo(known());
  }

  @Test
  void aProcessOfAnotherBirthWithTheSamePidIsNeverTouched() {
    var before = new OsProcess(child.pid(), "another-boot/1");

    before.kill();
    before.terminate();
    Stopping.stop(List.of(before), Duration.ofSeconds(1));

    assertThat(before.isAlive()).isFalse();
    assertThat(before.residentBytes()).isEmpty();
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void anEndedProcessIsNotAlive() throws InterruptedException {
    OsProcess process = known();

    process.kill();
    child.waitFor(10, TimeUnit.SECONDS);

    assertThat(process.isAlive()).isFalse();
    assertThat(OsProcess.of(process.pid())).isEmpty();
  }

  @Test
  void whoDoesNotEndWhenAskedIsKilled() throws IOException {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo set; while :; do sleep 0.1; done")
            .start();
    assertThat(stubborn.getInputStream().read()).isEqualTo('s'); // the trap is set
    OsProcess process = OsProcess.of(stubborn.pid()).orElseThrow();

    int killed = Stopping.stop(List.of(process), Duration.ofMillis(300));

    assertThat(killed).isEqualTo(1);
    assertThat(process.isAlive()).isFalse();
  }

  private static String stat(String state, int threads) {
    return "7 (a) Z (b) "
        + state
        + " 1 7 7 0 -1 4194304 100 0 0 0 5 5 0 0 20 0 "
        + threads
        + " 0 4711 0 0";
  }

  @Test
  void aPausedProcessStandsUntilItIsResumed() throws IOException {
    known().pause();
    awaitState(state -> state.equals("T"));
    assertThat(known().isAlive()).isTrue();

    known().resume();
    awaitState(state -> !state.equals("T"));
  }

  /** A signal that has been sent may take a moment to arrive where the process runs. */
  private void awaitState(Predicate<String> wanted) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!wanted.test(stateOf(child.pid()))) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }

  private static String stateOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 2)[0];
  }

  @Test
  void isAliveUntilItsLastThreadHasEndedAndItsPortsAreFree() {
    assertThat(OsProcess.startTickIfAlive(stat("S", 1))).contains("4711");
    assertThat(OsProcess.startTickIfAlive(stat("Z", 12))).contains("4711");
    assertThat(OsProcess.startTickIfAlive(stat("Z", 1))).isEmpty();
    assertThat(OsProcess.startTickIfAlive(stat("X", 0))).isEmpty();
  }
}
