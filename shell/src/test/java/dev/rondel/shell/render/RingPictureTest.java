package dev.rondel.shell.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondel.view.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingPictureTest {

  private static final List<String> LINES =
      new RingPicture(TestViews.threeNodes(), new Paint(false)).lines();

  @Test
  void theRightHalfBelongsToWhoHasTheFirstHalfOfTheRing() {
    List<String> circle =
        LINES.stream().map(line -> line.substring(0, Math.min(43, line.length()))).toList();

    assertThat(circle).hasSize(21);
    assertThat(circle.get(10)).isEqualTo("BBBBB" + " ".repeat(33) + "AAAAA");
    assertThat(String.join("", circle)).containsPattern("^ +B+A+").doesNotContain("C");
  }

  @Test
  void theLegendTellsEachShare() {
    assertThat(LINES)
        .anySatisfy(
            line -> assertThat(line).contains("A  node_3000       2  50.0 %  ████████████████████"))
        .anySatisfy(line -> assertThat(line).contains("B  node_3001       3  50.0 %"))
        .anySatisfy(line -> assertThat(line).endsWith("C  node_3002       0   0.0 %"));
  }

  @Test
  void anEmptyRingIsDrawnToo() {
    assertThat(new RingPicture(View.empty(2, "md5"), new Paint(false)).lines())
        .hasSize(21)
        .anySatisfy(line -> assertThat(line).contains("·"));
  }

  @Test
  void sharesCountHeadsReplicasAndLearners() {
    List<NodeShare> shares = NodeShare.of(TestViews.threeNodes());

    assertThat(shares.get(0).head()).isCloseTo(0.5, within(1e-6));
    assertThat(shares.get(0).replica()).isCloseTo(0.75, within(1e-6));
    assertThat(shares.get(1).ranges()).isEqualTo(3);
    assertThat(shares.get(2)).isEqualTo(new NodeShare(TestViews.C, 0, 0, 0, 1));
  }
}
