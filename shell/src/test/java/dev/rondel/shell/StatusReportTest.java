package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.TestViews;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StatusReportTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final CoordinatorTold TOLD =
      new CoordinatorTold(
          JSON.readTree(
              "{\"nodes\":[{\"id\":\"node_3000\",\"pairs\":42},{\"id\":\"node_3001\",\"pairs\":9}]}"),
          JSON.readTree("{}"));

  @Test
  void aClusterElsewhereHasNoPidsAndNoMemory() {
    var report = new StatusReport(null, TestViews.threeNodes(), TOLD);

    assertThat(report.lines(new Paint(false)))
        .containsExactly(
            "coordinator  up",
            "ring         epoch 7, 3 ranges, 2 copies, 1 ranges are being copied, 1 short of"
                + " replicas",
            "",
            "NODE       PORT  PID  UP    STANDING   SHARE  RANGES  PAIRS  MEMORY",
            "node_3000  3000    -  up    in        50.0 %       2     42       -",
            "node_3001  3001    -  up    in        50.0 %       3      9       -",
            "node_3002  3002    -  down  in         0.0 %     0+1      -       -");
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void whatMovesIsToldInKeysBytesAndSeconds() {
    var moving =
        new CoordinatorTold(
            JSON.readTree("{\"nodes\":[]}"),
            JSON.readTree("{\"keysLeft\":1200,\"bytesLeft\":125829,\"secondsLeft\":12}"));

    assertThat(StatusReport.ringLine(TestViews.threeNodes(), moving, new Paint(false)))
        .contains("1 ranges are being copied (1,200 keys, 123 KiB, about 12 s to go)");
    assertThat(TOLD.movement()).isEmpty();
  }

  @Test
  void whatNobodyCanServeIsToldWithWhoHasIt() {
    var report = new StatusReport(null, TestViews.threeNodes(false), TOLD);

    assertThat(report.lines(new Paint(false)))
        .contains(
            "             1 ranges unavailable: start node_3001, or give them up (rondel"
                + " accept-loss --help)");
  }

  @Test
  void processesAreToldWhereNobodyAnswers() {
    var stopped =
        ClusterState.of(2, ServerState.coordinator(9999), List.of(ServerState.node(3000)));
    var report = new StatusReport(stopped, null, null);

    assertThat(report.lines(new Paint(false)))
        .containsExactly(
            "coordinator  http://localhost:9999  not running, does not answer",
            "",
            "NODE       PORT  PID  UP    STANDING  SHARE  RANGES  PAIRS  MEMORY",
            "node_3000  3000    -  down  -             -       -      -       -");
    assertThat(report.isWhole()).isFalse();
  }

  @Test
  void asJsonItIsOneObjectForEachNode() {
    var json = JSON.valueToTree(new StatusReport(null, TestViews.threeNodes(), TOLD).json());

    assertThat(json.path("epoch").asInt()).isEqualTo(7);
    assertThat(json.path("nodes").size()).isEqualTo(3);
    assertThat(json.path("nodes").path(0).path("pairs").asInt()).isEqualTo(42);
    assertThat(json.path("nodes").path(2).path("up").asBoolean()).isFalse();
  }
}
