package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.TestViews;
import org.junit.jupiter.api.Test;

class FingersCommandTest {

  @Test
  void fingersAreATableOfTheNodesThatAreUp() {
    var fingers = FingersCommand.of("node_3000", TestViews.threeNodes(), false);

    assertThat(FingersCommand.lines(fingers, new Paint(false)))
        .containsExactly(
            "node_3000 stands at 00000000000000000000000000000000, in epoch 7",
            "fingers  start                             end (not included)               "
                + " node       address",
            "  0-127  00000000000000000000000000000001  00000000000000000000000000000000 "
                + " node_3001  localhost:3001");
  }

  @Test
  void aNodeWithoutFingersIsToldWithThoseThatHaveSome() {
    var view = TestViews.threeNodes();

    assertThatThrownBy(() -> FingersCommand.of("node_1", view, false))
        .hasMessage("there is no node 'node_1'; there are node_3000, node_3001, node_3002");
    assertThatThrownBy(() -> FingersCommand.of("node_3002", view, false))
        .hasMessage(
            "node_3002 is down, so no request travels over it; up are node_3000, node_3001");
  }
}
