package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.TestViews;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NodesTableTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final CoordinatorTold TOLD =
      new CoordinatorTold(
          JSON.readTree("{\"nodes\":[{\"id\":\"node_3000\",\"pairs\":42}]}"), JSON.readTree("{}"));

  @Test
  void aRowTellsStateShareKeysAndAddress() {
    assertThat(new NodesTable(TestViews.threeNodes(), TOLD).lines(new Paint(false)))
        .containsExactly(
            "NODE       STATE   SHARE  KEYS  ADDRESS",
            "node_3000  up     50.0 %    42  localhost:3000",
            "node_3001  up     50.0 %     -  localhost:3001",
            "node_3002  down    0.0 %     -  localhost:3002");
  }

  @Test
  void theLongestBarIsThatOfTheGreatestShare() {
    assertThat(new NodesTable(TestViews.threeNodes(), null).balance(new Paint(false)))
        .anyMatch(line -> line.contains("node_3000") && line.contains("█".repeat(24)))
        .anyMatch(line -> line.contains("node_3002") && line.contains("░".repeat(24)));
  }

  @Test
  void asJsonTheyAreAList() {
    assertThat(new NodesTable(TestViews.threeNodes(), TOLD).json())
        .hasSize(3)
        .first()
        .satisfies(
            node -> assertThat(node).containsEntry("id", "node_3000").containsEntry("keys", 42L));
  }
}
