package dev.rondel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final Token TOKEN = new Token(1, 2);

  @Test
  void refusesRangesThatAreNotSortedOrComeTwice() {
    Range low = range(new Token(0, 1));
    Range high = range(new Token(0, 2));

    assertThatThrownBy(() -> new View(Epoch.ZERO, 2, "md5", List.of(), List.of(high, low)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not sorted");
    assertThatThrownBy(() -> new View(Epoch.ZERO, 2, "md5", List.of(), List.of(low, low)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesLessThanOneCopy() {
    assertThatThrownBy(() -> View.empty(0, "md5")).hasMessage("replication factor 0 is below 1");
  }

  @Test
  void anEmptyViewHasNoRangeForAnyToken() {
    View view = View.empty(2, "md5");

    assertThat(view.indexOf(TOKEN)).isEqualTo(-1);
    assertThat(view.rangeOf(TOKEN)).isEmpty();
  }

  @Test
  void aRangeRefusesAnEmptyChainAndANodeThatComesTwice() {
    assertThatThrownBy(() -> new Range(TOKEN, List.of(), List.of(A), Epoch.ZERO, List.of()))
        .hasMessageContaining("has no chain");
    assertThatThrownBy(() -> new Range(TOKEN, List.of(A, A), List.of(), Epoch.ZERO, List.of()))
        .hasMessageContaining("names a node twice");
    assertThatThrownBy(() -> new Range(TOKEN, List.of(A), List.of(A), Epoch.ZERO, List.of()))
        .hasMessageContaining("names a node twice");
  }

  @Test
  void aWriteGoesDownTheChainAndThenToTheLearners() {
    var range = new Range(TOKEN, List.of(A), List.of(B), Epoch.ZERO, List.of(B));

    assertThat(range.line()).containsExactly(A, B);
    assertThat(range.head()).isEqualTo(A);
    assertThat(range.tail()).isEqualTo(A);
    assertThat(range.isSettled()).isFalse();
    assertThat(range(TOKEN).isSettled()).isTrue();
  }

  @Test
  void epochsGoUpAndAreNeverNegative() {
    assertThat(Epoch.ZERO.next()).isEqualTo(new Epoch(1)).hasToString("1");
    assertThat(Epoch.ZERO.isBefore(Epoch.ZERO.next())).isTrue();
    assertThat(Epoch.ZERO.isBefore(Epoch.ZERO)).isFalse();
    assertThatThrownBy(() -> new Epoch(-1)).hasMessage("epoch -1 is negative");
  }

  private static Range range(Token token) {
    return new Range(token, List.of(A), List.of(), Epoch.ZERO, List.of());
  }

  @Test
  void copiesAreCountedAgainstTheNodesThatThereAre() {
    assertThat(copies(2, 3).keepsCopies(3)).isFalse();
    assertThat(copies(3, 3).keepsCopies(3)).isTrue();
    assertThat(copies(3, 9).keepsCopies(3)).isTrue();
    assertThat(copies(2, 2).keepsCopies(3)).isTrue();
    assertThat(copies(1, 2).keepsCopies(3)).isFalse();
    assertThat(copies(1, 0).keepsCopies(3)).isTrue();
  }

  private static View copies(int factor, int nodes) {
    List<Member> members =
        IntStream.range(0, nodes)
            .mapToObj(
                i ->
                    new Member(
                        NodeId.of("n" + i),
                        1,
                        "h:1",
                        "h:2",
                        "",
                        1,
                        Member.Standing.IN,
                        true,
                        List.of()))
            .toList();
    return new View(Epoch.ZERO, factor, "md5", members, List.of());
  }
}
