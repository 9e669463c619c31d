package dev.rondel.coordinator.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockTableTest {

  private static final LockName PRINTER = new LockName("printer");
  private static final LockClient ANN = new LockClient("ann");
  private static final LockClient BOB = new LockClient("bob");
  private static final LockClient CAT = new LockClient("cat");
  private static final Duration TTL = Duration.ofSeconds(30);

  private LockTable table = new LockTable(new LockLimits(3, 3), StoredLocks.NONE, 0);
  private long requests;
  private long now;

  private List<LockAnswer> ask(LockClient client, int patience, int keepPlace) {
    var wish =
        new LockWish(
            PRINTER, client, TTL, Duration.ofSeconds(patience), Duration.ofSeconds(keepPlace));
    table.acquire(++requests, wish, now);
    return table.takeAnswers();
  }

  private List<LockAnswer> release(LockClient client) {
    table.release(++requests, PRINTER, client, now);
    return table.takeAnswers();
  }

  private List<LockAnswer> pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
    table.tick(now);
    return table.takeAnswers();
  }

  private static LockAnswer granted(long request, LockClient client, long token, int expiresIn) {
    return new LockAnswer(
        request,
        new LockOutcome.Granted(
            new LockGrant(PRINTER, client, token, TTL), Duration.ofSeconds(expiresIn)));
  }

  private static LockAnswer busy(long request, @Nullable LockClient holder, int left, int ahead) {
    return new LockAnswer(
        request, new LockOutcome.Busy(PRINTER, holder, Duration.ofSeconds(left), ahead));
  }

  @Test
  void theNextInTheQueueGetsWhatIsGivenBackWithAGreaterToken() {
    assertThat(ask(ANN, 0, 0)).containsExactly(granted(1, ANN, 1, 30));
    assertThat(ask(BOB, 60, 0)).isEmpty();
    assertThat(ask(CAT, 60, 0)).isEmpty();
    assertThat(release(ANN))
        .containsExactly(
            new LockAnswer(4, new LockOutcome.Released(new LockGrant(PRINTER, ANN, 1, TTL))),
            granted(2, BOB, 2, 30));
    assertThat(release(BOB)).contains(granted(3, CAT, 3, 30));
  }

  @Test
  void aLeaseThatRunsOutFreesTheLockAndARenewedOneDoesNot() {
    ask(ANN, 0, 0);
    ask(BOB, 60, 0);
    assertThat(pass(29)).isEmpty();
    table.renew(++requests, PRINTER, ANN, null, now);
    assertThat(table.takeAnswers()).containsExactly(granted(3, ANN, 1, 30));
    assertThat(pass(29)).isEmpty();
    assertThat(pass(1)).containsExactly(granted(2, BOB, 2, 30));
    table.renew(++requests, PRINTER, ANN, null, now);
    assertThat(table.takeAnswers())
        .containsExactly(new LockAnswer(4, new LockOutcome.NotHolder(PRINTER, BOB)));
  }

  @Test
  void theHolderThatAsksAgainGetsTheSameToken() {
    ask(ANN, 0, 0);
    pass(20);
    assertThat(ask(ANN, 60, 0)).containsExactly(granted(2, ANN, 1, 30));
  }

  @Test
  void onlyTheHolderGivesItBack() {
    assertThat(release(ANN)).containsExactly(new LockAnswer(1, new LockOutcome.NotHeld(PRINTER)));
    ask(ANN, 0, 0);
    assertThat(release(BOB))
        .containsExactly(new LockAnswer(3, new LockOutcome.NotHolder(PRINTER, ANN)));
  }

  @Test
  void whoeverOnlyTriesDoesNotStandInTheQueue() {
    ask(ANN, 0, 0);
    assertThat(ask(BOB, 0, 0)).containsExactly(busy(2, ANN, 30, 0));
    assertThat(table.all(now).getFirst().waiting()).isEmpty();
  }

  @Test
  void aClientThatHasGoneDoesNotBlockTheNext() {
    ask(ANN, 0, 0);
    ask(BOB, 60, 5);
    ask(CAT, 60, 5);
    table.gone(2, PRINTER, now);
    assertThat(release(ANN)).contains(granted(3, CAT, 2, 30));
  }

  @Test
  void whatNobodyHeardOfIsGivenBackUnlessTheClientAskedAgain() {
    ask(ANN, 0, 0);
    ask(BOB, 60, 0);
    table.gone(1, PRINTER, now);
    assertThat(table.takeAnswers()).containsExactly(granted(2, BOB, 2, 30));
    ask(BOB, 0, 0);
    table.gone(2, PRINTER, now);
    assertThat(table.all(now).getFirst().grant()).isEqualTo(new LockGrant(PRINTER, BOB, 2, TTL));
  }

  @Test
  void aPlaceIsKeptForOneWhoAsksAgainInTimeAndOnlySoLong() {
    ask(ANN, 0, 0);
    assertThat(ask(BOB, 0, 10)).containsExactly(busy(2, ANN, 30, 0));
    ask(CAT, 60, 0);
    release(ANN);
    assertThat(pass(9)).isEmpty();
    assertThat(ask(BOB, 0, 10)).containsExactly(granted(5, BOB, 2, 30));
    ask(ANN, 0, 10);
    release(BOB);
    assertThat(table.all(now).getFirst().grant()).isEqualTo(new LockGrant(PRINTER, CAT, 3, TTL));
    release(CAT);
    assertThat(ask(BOB, 0, 0)).containsExactly(busy(9, null, 0, 1));
    pass(10);
    assertThat(table.all(now)).isEmpty();
  }

  @Test
  void patienceRunsOut() {
    ask(ANN, 0, 0);
    ask(BOB, 10, 0);
    assertThat(pass(10)).containsExactly(busy(2, ANN, 20, 0));
    assertThat(table.all(now).getFirst().waiting()).isEmpty();
  }

  @Test
  void afterAStartHoldersHaveTheirWholeLeaseAndTokensGoOn() {
    ask(ANN, 0, 0);
    pass(29);
    assertThat(table.takeChanged()).isTrue();
    table = new LockTable(LockLimits.DEFAULT, table.stored(), now);
    assertThat(ask(BOB, 60, 0)).isEmpty();
    assertThat(pass(29)).isEmpty();
    assertThat(pass(1)).containsExactly(granted(2, BOB, 2, 30));
  }

  @Test
  void thereIsABoundForLocksAndForWaiters() {
    ask(ANN, 0, 0);
    for (int i = 0; i < 3; i++) {
      ask(new LockClient("waiter" + i), 60, 0);
    }
    assertThat(ask(BOB, 60, 0).getFirst().outcome()).isInstanceOf(LockOutcome.Full.class);
    for (int i = 0; i < 3; i++) {
      var wish = new LockWish(new LockName("l" + i), ANN, TTL, Duration.ZERO, Duration.ZERO);
      table.acquire(++requests, wish, now);
    }
    assertThat(table.takeAnswers().getLast().outcome()).isInstanceOf(LockOutcome.Full.class);
    assertThat(table.all(now)).hasSize(3);
  }

  @Test
  void namesAreOfSomeSize() {
    assertThatThrownBy(() -> new LockName("")).hasMessageContaining("1 to 200");
    assertThatThrownBy(() -> new LockName("x".repeat(201))).hasMessageContaining("1 to 200");
    assertThatThrownBy(() -> new LockClient("a\nb")).hasMessageContaining("control character");
  }
}
