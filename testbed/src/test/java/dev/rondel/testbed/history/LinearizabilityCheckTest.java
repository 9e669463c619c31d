package dev.rondel.testbed.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that are known to be right or wrong, as {@link Words}. */
class LinearizabilityCheckTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "get-@0-1 put1=v1@2-3 get1=v1@4-5 put2=v2@6-7 get2=v2@8-9 del+@10-11 get-@12-13 del-@14-15",
        // a read beside a write sees either value, and others beside it too, in one order
        "put1=v1@0-5 put2=v2@10-20 get1=v1@11-12",
        "put1=v1@0-5 put2=v2@10-20 get2=v2@11-12",
        "put1=v1@0-5 put2=v2@10-20 get1=v1@11-12 get2=v2@13-14",
        "put1=v1@0-5 del+@10-20 get1=v1@11-12 get-@13-14",
        // at the same instant is concurrent
        "put1=v1@0-5 get-@5-6",
        // conditions
        "new1=v1@0-1 new2#v1@2-3 cas(v1)3=v2@4-5 cas(v1)4#v2@6-7 del(v1)#v2@8-9 del(v2)+@10-11",
        "del(v1)#-@0-1 cas(v1)1#-@2-3 get-@4-5",
        "new1=v1@0-9 new2#v1@0-9 new3#v1@0-9 del+@10-20 new4=v2@10-20 new5#v1@10-20",
        // refused
        "put1!@0-5 get-@6-7",
        "get!@0-5 get?@0-5",
      })
  void areExplained(String history) {
    assertThat(check(history).isGood()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // the write takes effect long after it was given up
        "put1=v1@0-5 put2?@6-9 put3=v2@10-11 get3=v2@12-13 get2=v3@100-101",
        "put1=v1@0-5 put2?@6-9 get1=v1@20-21",
        "put1=v1@0-5 put2?@6-9 get2=v2@20-21",
        "put1=v1@0-5 put2?@6-9 get1=v1@10-11 get2=v2@12-13",
        "cas(v1)2?@0-1 put1=v1@5-6 get2=v2@7-8",
        "new2?@0-1 put1=v1@2-3 get1=v1@4-5 del+@6-7 get2=v2@8-9",
        // a deletion
        "put1=v1@0-5 del?@6-9 get1=v1@10-11 get-@12-13",
        "put1=v1@0-5 del?@6-9 get1=v1@10-11 put2=v2@12-13 get-@14-15 new3=v3@16-17",
        "put1=v1@0-5 del(v1)?@6-9 del?@6-9 get-@10-11 new2=v2@12-13 get-@14-15",
        // a write that nobody saw is what was deleted
        "put1?@0-1 del+@2-3",
        "new1?@0-1 del+@2-3 get-@4-5",
        "put1=v1@0-1 put2?@0-1 del+@2-3 del+@4-5",
        // a write whose version alone was seen, by those whose condition failed
        "put1=v1@0-1 put2?@2-3 new3#v2@4-5 get2=v2@6-7",
        "put1=v1@0-1 put2?@2-3 new3#v2@4-5 cas(v2)4=v3@6-7",
        "put1=v1@0-1 put2?@2-3 put3?@2-3 new4#v2@4-5 new5#v3@6-7 put6=v4@8-9",
      })
  void areExplainedByUnknownOutcomes(String history) {
    assertThat(check(history).isGood()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // stale reads
        "put1=v1@0-5 put2=v2@10-20 get1=v1@21-22",
        "put1=v1@0-5 get-@6-7",
        "put1=v1@0-5 put2=v2@6-7 new3#v1@8-9",
        "put1=v1@0-5 del-@6-7",
        // reads that go back, of one client or of two
        "put1=v1@0-5 put2=v2@10-20 get2=v2@11-12 get1=v1@13-14",
        "put1=v1@0-5 del+@10-20 get-@11-12 get1=v1@13-14",
        "put1?@0-5 get1=v1@6-7 get-@8-9",
        // lost updates
        "put1=v1@0-1 cas(v1)2=v2@2-3 cas(v1)3=v3@2-3",
        "put1=v1@0-1 cas(v1)2=v2@2-3 get1=v1@4-5",
        "new1=v1@0-1 new2=v2@0-1",
        "put1=v1@0-1 del(v1)+@2-3 cas(v1)2=v2@2-3",
        // back after its deletion
        "put1=v1@0-5 del+@10-20 get1=v1@21-22",
        "put1=v1@0-5 del+@10-20 del+@21-22",
        "put1=v1@0-5 del+@10-20 new2#v1@21-22",
        // two chains, each with its own writes and readers
        "put1=v1@0-9 put2=v2@0-9 get1=v1@10-11 get2=v2@12-13 get1=v1@14-15",
        "put1=v1@0-9 put2=v9@0-9 put3=v2@10-19 put4=v10@10-19 get3=v2@20-29 get4=v10@20-29"
            + " get3=v2@30-39 get4=v10@30-39",
        // values from nowhere
        "put1=v1@0-5 get2=v2@6-7",
        "put1=v1@0-5 get2=v2@6-7 put2=v2@8-9",
        "put1!@0-5 get1=v1@6-7",
        "put1=v1@0-1 new2#v1@2-3 get2=v2@4-5",
        "put1=v1@0-1 new2#v7@2-3",
        // versions that do not agree, or are given twice, or shrink
        "put1=v1@0-5 get1=v2@6-7",
        "put1?@0-5 get1=v1@6-7 get1=v2@8-9",
        "put1=v1@0-5 put2=v1@6-7",
        "put1=v2@0-5 put2=v1@6-7",
        "put1=v1@0-5 cas(v2)2=v3@6-7",
        // conditions that hold cannot fail, and others cannot hold
        "put1=v1@0-5 cas(v1)2#v1@6-7",
        "put1=v1@0-5 put2#v1@6-7",
        "new1#-@0-1",
        "del#-@0-1",
        "cas(v1)1=v2@0-1",
        // what is unknown happens once at most, and not before it began
        "put1=v1@0-5 put2?@6-9 get2=v2@10-11 put3=v3@12-13 get3=v3@14-15 get2=v2@16-17",
        "put1=v1@0-5 put2?@6-9 get2=v2@10-11 get1=v1@12-13",
        "put1=v1@0-5 del?@6-9 get-@10-11 put2=v2@12-13 get-@14-15",
        "del+@0-1 put1?@2-3",
        "put1=v1@0-1 put2?@2-3 new4#v2@4-5 new5#v3@6-7",
      })
  void areNotExplained(String history) {
    Verdict verdict = check(history);
    assertThat(verdict.wrong()).hasSize(1);
    assertThat(verdict.undecided()).isEmpty();
    assertThat(verdict.isGood()).isFalse();
  }

  @Test
  void keysAreJudgedEachByItself() {
    List<Operation> operations = new ArrayList<>(Words.parse("put1=v1@0-5 get1=v1@6-7"));
    operations.add(new Operation("other", 1, Action.get(), new Outcome.Missing(), 6, 7));
    Verdict verdict = LinearizabilityCheck.check(operations);
    assertThat(verdict.isGood()).isTrue();
    assertThat(verdict.keys()).isEqualTo(2);
    assertThat(verdict.operations()).isEqualTo(3);
  }

  @Test
  void valueIsWrittenOnceOnly() {
    assertThatThrownBy(() -> check("put1=v1@0-1 put1=v2@2-3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value 1 of key k is written twice");
  }

  @Test
  void whatIsGivenUpIsNotGood() {
    List<Operation> history = Words.parse("put1=v1@0-1 put2=v2@2-3 get2=v2@4-5");
    Verdict verdict = LinearizabilityCheck.check(history, 1);
    assertThat(verdict.undecided()).containsExactly("k");
    assertThat(verdict.isGood()).isFalse();
  }

  /** Each of them may have been done at any time, or never: 2^200 histories, and one search. */
  @ParameterizedTest
  @CsvSource({"get-@900-901 del+@902-903, true", "get1=v1@900-901, false"})
  void unknownWritesThatNobodySawCostNothing(String last, boolean good) {
    var history = new StringBuilder("put1=v1@0-1 put3=v2@2-3 ");
    for (int i = 0; i < 100; i++) {
      history.append("put%d?@%d-%2$d del?@%2$d-%2$d ".formatted(100 + i, 4 + i));
    }
    for (int i = 0; i < 100; i++) {
      history.append("get3=v2@%d-%d ".formatted(200 + 4 * i, 202 + 4 * i));
    }
    Verdict verdict = LinearizabilityCheck.check(Words.parse(history + last), 1_000);
    assertThat(verdict.undecided()).isEmpty();
    assertThat(verdict.isGood()).isEqualTo(good);
  }

  @Test
  void counterExampleIsTheFewOperationsThatSuffice() {
    var history = new StringBuilder();
    for (int i = 1; i <= 200; i++) {
      int at = 20 * i;
      history.append("put%d=v%1$d@%d-%d ".formatted(i, at, at + 5));
      history.append("get%d=v%1$d@%d-%d ".formatted(i, at + 5, at + 9));
    }
    history.append("put900?@5-6 del?@3000-3001 get150=v150@4100-4102 get200=v200@4103-4104");
    CounterExample example = check(history.toString()).wrong().getFirst();
    assertThat(example.of()).isEqualTo(404);
    assertThat(example.picture(1, "s", client -> "client " + client))
        .isEqualToNormalizingNewlines(
            """
            key k: no order explains these answers (4 of its 404 operations)
              client 0  put 150  -> stored, version 0.150        0.000     5.000 s  |--|
              client 0  put 200  -> stored, version 0.200     1000.000  1005.000 s        |--|
              client 0  get      -> found 200, version 0.200  1005.000  1009.000 s           |--|
              client 0  get      -> found 150, version 0.150  1100.000  1102.000 s                 |--|\
            """);
  }

  private static Verdict check(String history) {
    return LinearizabilityCheck.check(Words.parse(history));
  }
}
