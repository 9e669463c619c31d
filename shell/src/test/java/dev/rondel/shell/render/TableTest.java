package dev.rondel.shell.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  private static final Paint PLAIN = new Paint(false);
  private static final Paint COLOURED = new Paint(true);

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table =
        new Table("NODE", ">PAIRS", "UP").row("node_3000", "7", "up").row("n", "12345", "down");

    assertThat(table.lines(PLAIN))
        .containsExactly(
            "NODE       PAIRS  UP", //
            "node_3000      7  up",
            "n          12345  down");
  }

  @Test
  void coloursTakeNoRoom() {
    var plain = new Table("A", "B").row("x", "y");
    var coloured = new Table("A", "B").row(COLOURED.good("x"), "y");

    assertThat(coloured.lines(COLOURED).get(1).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(plain.lines(PLAIN).get(1));
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> new Table("A", "B").row("x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutColoursATextStaysAsItIs() {
    assertThat(PLAIN.bad("x") + PLAIN.node(3, "y")).isEqualTo("xy");
    assertThat(COLOURED.bad("x")).isEqualTo("\u001b[31mx\u001b[0m");
  }
}
