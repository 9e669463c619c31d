package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.TestViews;
import dev.rondel.view.View;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyLookupTest {

  private static List<String> explain(String key) {
    return new KeyLookup(Key.of(key), TestViews.threeNodes()).lines(new Paint(false));
  }

  @Test
  void aKeyIsFollowedFromItsHashToItsChain() {
    assertThat(explain("hello"))
        .containsExactly(
            "key      hello  (5 bytes)",
            "md5      5d41402abc4b2a76b9719d911017c592  (36.43 % of the way around the ring)",
            "range    (ffffffffffffffffffffffffffffffff,",
            "          80000000000000000000000000000000]  the first token at or after the hash,"
                + " clockwise",
            "chain    node_3000  http://localhost:3000  head: takes the writes",
            "         node_3001  http://localhost:3001  tail",
            "epoch    7; the chain is of epoch 5");
  }

  @Test
  void learnersAndDownNodesAreNamed() {
    String inLastQuarter =
        IntStream.range(0, 100)
            .mapToObj(i -> "key" + i)
            .filter(key -> explain(key).get(3).contains("ffffffff"))
            .findFirst()
            .orElseThrow();

    assertThat(explain(inLastQuarter))
        .contains("chain    node_3001  http://localhost:3001  head: takes the writes")
        .contains("learner  node_3002  http://localhost:3002  copies the range  down");
  }

  @Test
  void anEmptyRingIsToldAsSuch() {
    var lookup = new KeyLookup(Key.of("x"), View.empty(2, "md5"));

    assertThat(lookup.isPlaced()).isFalse();
    assertThat(lookup.lines(new Paint(false)))
        .last()
        .isEqualTo("range    none: the ring has no node");
    assertThat(lookup.json()).doesNotContainKey("chain");
  }

  @Test
  void theSameAsJson() {
    assertThat(new KeyLookup(Key.of("hello"), TestViews.threeNodes()).json())
        .containsEntry("token", "5d41402abc4b2a76b9719d911017c592")
        .containsEntry("chain", List.of("node_3000", "node_3001"))
        .containsEntry("epoch", 7L);
  }
}
