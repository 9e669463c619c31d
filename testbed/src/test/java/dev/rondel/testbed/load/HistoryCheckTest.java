package dev.rondel.testbed.load;

import static dev.rondel.testbed.load.Violation.Kind.LOST_WRITE;
import static dev.rondel.testbed.load.Violation.Kind.RESURRECTED;
import static dev.rondel.testbed.load.Violation.Kind.STALE_READ;
import static dev.rondel.testbed.load.Violation.Kind.WRONG_VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.testbed.load.Operation.Fate;
import dev.rondel.testbed.load.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Histories of one key, one operation in a word: {@code put1@0-5} is write 1, from 0 to 5; {@code
 * put1?@…} has unknown fate, {@code put1!@…} was refused; {@code del2@…} deletes; {@code read1@…}
 * saw write 1, {@code read0@…} nothing, {@code last1@…} was read after the end.
 */
class HistoryCheckTest {

  private static final Pattern WORD =
      Pattern.compile("(put|del|read|last)(-?\\d+)([?!]?)@(\\d+)-(\\d+)");

  @Test
  void readsOfTheCurrentValueAreRight() {
    assertRight(
        "read0@0-1 put1@2-5 read1@6-7 put2@8-9 read2@10-11 del3@12-13 read0@14-15 put4@16-17"
            + " last4@20-21");
  }

  @Test
  void readBesideAWriteMaySeeEither() {
    assertRight("put1@0-5 put2@10-20 read1@11-12");
    assertRight("put1@0-5 put2@10-20 read2@11-12");
    assertRight("put1@0-5 del2@10-20 read1@11-12 read0@13-14");
  }

  @Test
  void olderValueAfterAnAcknowledgedWriteIsStale() {
    assertWrong(STALE_READ, "put1@0-5 put2@10-20 read1@21-22");
  }

  @Test
  void missingValueAfterAnAcknowledgedWriteIsStale() {
    assertWrong(STALE_READ, "put1@0-5 read0@6-7");
  }

  @Test
  void readsThatGoBackInTimeAreStale() {
    assertWrong(STALE_READ, "put1@0-5 put2@10-20 read2@11-12 read1@13-14");
    assertWrong(STALE_READ, "put1@0-5 del2@10-20 read0@11-12 read1@13-14");
    assertWrong(STALE_READ, "put1?@0-5 read1@6-7 read0@8-9");
  }

  @Test
  void acknowledgedWriteThatIsGoneAtTheEndIsLost() {
    assertWrong(LOST_WRITE, "put1@0-5 put2@10-20 last1@30-31");
    assertWrong(LOST_WRITE, "put1@0-5 last0@30-31");
  }

  @Test
  void valueAfterItsDeletionIsResurrected() {
    assertWrong(RESURRECTED, "put1@0-5 del2@10-20 read1@21-22");
    assertWrong(RESURRECTED, "put1@0-5 del2@10-20 last1@21-22");
  }

  @Test
  void valueThatNobodyWroteIsWrong() {
    assertWrong(WRONG_VALUE, "put1@0-5 read-1@6-7");
    assertWrong(WRONG_VALUE, "put1@0-5 read2@6-7");
    assertWrong(WRONG_VALUE, "put1@0-5 read2@6-7 put2@8-9");
  }

  @Test
  void refusedWriteMustNotBeSeen() {
    assertWrong(WRONG_VALUE, "put1!@0-5 read1@6-7");
    assertRight("put1!@0-5 read0@6-7");
  }

  @Test
  void writeOfUnknownFateMayHaveBeenAppliedOrNotOrLater() {
    assertRight("put1@0-5 put2?@6-9 last1@20-21");
    assertRight("put1@0-5 put2?@6-9 last2@20-21");
    assertRight("put1@0-5 put2?@6-9 read1@10-11 read2@12-13");
    assertRight("put1?@0-5 put2@6-9 read2@10-11 last1@12-13");
    assertRight("put1@0-5 del2?@6-9 read1@10-11 read0@12-13");
  }

  @Test
  void writeOfUnknownFateIsAppliedOnceAtMost() {
    assertWrong(STALE_READ, "put1@0-5 put2?@6-9 read2@10-11 put3@12-13 read3@14-15 read2@16-17");
    assertWrong(STALE_READ, "put1@0-5 put2?@6-9 read2@10-11 read1@12-13");
  }

  @Test
  void keysAreJudgedEachByItself() {
    List<Operation> history = new ArrayList<>(parse("put1@0-5 put2@10-20 read2@21-22"));
    history.add(new Operation("other", Kind.READ, 0, 21, 22, Fate.DONE, false, ""));
    assertThat(HistoryCheck.check(history)).isEmpty();
  }

  /**
   * Against the definition: some order of the operations that keeps the order of time explains all
   * reads.
   */
  @Test
  void agreesWithTryingAllOrders() {
    int wrong = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      List<Operation> history = randomHistory(new Random(seed));
      boolean linearizable = Orders.explain(history);
      wrong += linearizable ? 0 : 1;
      assertThat(HistoryCheck.check(history).isEmpty())
          .as("seed %d: %s", seed, history)
          .isEqualTo(linearizable);
    }
    assertThat(wrong).as("histories that are not linearizable").isBetween(2_000, 18_000);
  }

  /**
   * Puts only: with deletions a read without a value may prove less to the check than to the
   * definition.
   */
  private static List<Operation> randomHistory(Random random) {
    var history = new ArrayList<Operation>();
    long time = 0;
    int writes = 1 + random.nextInt(4);
    for (int number = 1; number <= writes; number++) {
      long from = time + 1 + random.nextInt(4);
      time = from + 1 + random.nextInt(6);
      Fate fate = random.nextInt(4) == 0 ? Fate.UNKNOWN : Fate.DONE;
      history.add(new Operation("k", Kind.PUT, number, 2 * from, 2 * time, fate, false, ""));
    }
    int reads = 1 + random.nextInt(4);
    for (int i = 0; i < reads; i++) {
      long from = random.nextInt((int) time + 4);
      long to = from + 1 + random.nextInt(6);
      history.add(
          new Operation(
              "k",
              Kind.READ,
              random.nextInt(writes + 1),
              2 * from + 1,
              2 * to + 1,
              Fate.DONE,
              false,
              ""));
    }
    return history;
  }

  /** The definition of linearizability, tried out. */
  private static final class Orders {

    static boolean explain(List<Operation> history) {
      return explain(new ArrayList<>(history), 0);
    }

    private static boolean explain(List<Operation> left, long value) {
      if (left.stream().allMatch(operation -> operation.fate() == Fate.UNKNOWN)) {
        return true;
      }
      for (Operation next : List.copyOf(left)) {
        boolean isFirst =
            left.stream().noneMatch(other -> !other.equals(next) && endOf(other) < next.from());
        boolean fits = next.kind() == Kind.PUT || next.number() == value;
        if (isFirst && fits) {
          var rest = new ArrayList<>(left);
          rest.remove(next);
          if (explain(rest, next.number())) {
            return true;
          }
        }
      }
      return false;
    }

    private static long endOf(Operation operation) {
      return operation.fate() == Fate.UNKNOWN ? Long.MAX_VALUE : operation.to();
    }
  }

  private static void assertRight(String history) {
    assertThat(HistoryCheck.check(parse(history))).as(history).isEmpty();
  }

  private static void assertWrong(Violation.Kind kind, String history) {
    assertThat(HistoryCheck.check(parse(history)))
        .as(history)
        .extracting(Violation::kind)
        .containsExactly(kind);
  }

  private static List<Operation> parse(String history) {
    return WORD.matcher(history).results().map(HistoryCheckTest::operation).toList();
  }

  private static Operation operation(MatchResult word) {
    Kind kind =
        switch (word.group(1)) {
          case "put" -> Kind.PUT;
          case "del" -> Kind.DELETE;
          default -> Kind.READ;
        };
    Fate fate =
        switch (word.group(3)) {
          case "?" -> Fate.UNKNOWN;
          case "!" -> Fate.NOT_DONE;
          default -> Fate.DONE;
        };
    long from = Long.parseLong(word.group(4));
    long to = Long.parseLong(word.group(5));
    return new Operation(
        "k", kind, Long.parseLong(word.group(2)), from, to, fate, word.group(1).equals("last"), "");
  }
}
