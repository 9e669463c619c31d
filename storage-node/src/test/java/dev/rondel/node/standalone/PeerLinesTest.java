package dev.rondel.node.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.node.standalone.PeerLines.Line;
import dev.rondel.ring.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerLinesTest {

  @Test
  void linesHaveCrLfOrLfBetweenThem() {
    assertThat(PeerLines.parse("peer2:localhost:9877\r\na:b:10.0.0.1:80\nc:[::1]:81\r\n"))
        .containsExactly(
            new Line(NodeId.of("peer2"), "localhost:9877"),
            new Line(NodeId.of("a:b"), "10.0.0.1:80"),
            new Line(NodeId.of("c"), "[::1]:81"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "peer2",
        "peer2:9877",
        ":localhost:9877",
        "peer2::9877",
        "peer2:localhost:",
        "peer2:localhost:x",
        "peer2:localhost:0",
        "peer2:localhost:65536",
        "peer 2:localhost:9877",
        "peer2:local host:9877",
        "peer2:host/path:9877",
        "peer2:localhost:9877\npeer3"
      })
  void wrongLinesAreRefused(String lines) {
    assertThatThrownBy(() -> PeerLines.parse(lines)).isInstanceOf(IllegalArgumentException.class);
  }
}
