package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.shell.render.Paint;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LossReportTest {

  @Test
  void everyRangeIsNamedWithItsKeysAndWhoHasThem() {
    assertThat(report(false).lines(new Paint(false)))
        .containsExactly(
            "AFTER  UP TO    SHARE  KEYS  ONLY ON",
            "40     80     25.00 %    42  node_3000",
            "",
            "1 ranges with about 42 keys would be lost. Nothing is done yet; to give them up:"
                + " --yes");
  }

  @Test
  void whatIsDoneIsToldAsDone() {
    assertThat(report(true).lines(new Paint(false)).getLast())
        .isEqualTo("1 ranges with about 42 keys are given up; they begin empty");
  }

  private static LossReport report(boolean accepted) {
    return new LossReport(
        JsonMapper.shared()
            .readTree(
                """
                {"nodes": ["node_3000"], "accepted": %s, "keys": 42, "ranges": [
                  {"after": "40", "token": "80", "share": 0.25, "keys": 42,
                   "holders": ["node_3000"]}]}
                """
                    .formatted(accepted)));
  }
}
