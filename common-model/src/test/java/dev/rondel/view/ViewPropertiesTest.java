package dev.rondel.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.Token;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** A view's binary search against walking over all ranges. */
@Domain(Views.class)
class ViewPropertiesTest {

  @Property
  void indexOfIsTheRangeThatAScanFinds(@ForAll View view, @ForAll Token token) {
    int size = view.ranges().size();
    int scanned =
        IntStream.range(0, size)
            .filter(i -> view.ranges().get(i).token().compareTo(token) >= 0)
            .findFirst()
            .orElse(size == 0 ? -1 : 0);

    assertThat(view.indexOf(token)).isEqualTo(scanned);
    assertThat(view.rangeOf(token).map(view.ranges()::indexOf).orElse(-1)).isEqualTo(scanned);
  }

  @Property
  void everyTokenLiesInTheArcOfItsRangeAndInNoOther(@ForAll View view, @ForAll Token token) {
    int[] holding =
        IntStream.range(0, view.ranges().size()).filter(i -> view.arc(i).contains(token)).toArray();

    assertThat(holding)
        .isEqualTo(view.ranges().isEmpty() ? new int[0] : new int[] {view.indexOf(token)});
  }

  @Property
  void arcsEndAtTheirRangesTokens(@ForAll View view) {
    double whole =
        IntStream.range(0, view.ranges().size()).mapToDouble(i -> view.arc(i).share()).sum();

    assertThat(IntStream.range(0, view.ranges().size()))
        .allSatisfy(i -> assertThat(view.arc(i).to()).isEqualTo(view.ranges().get(i).token()));
    assertThat(Math.round(whole * 1e9)).isEqualTo(view.ranges().isEmpty() ? 0 : 1_000_000_000);
  }
}
