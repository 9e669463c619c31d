package dev.rondel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * "hello" is 5d41402abc4b2a76b9719d911017c592 on the ring, and lies in the range that ends at 8.
 */
class KeyPlaceTest {

  private static final Token EIGHT = Token.parse("8" + "0".repeat(31));
  private static final Token LAST = Token.parse("f".repeat(32));

  @Test
  void saysTheTokenTheArcAndTheChain() {
    KeyPlace place = of(range(List.of("a", "b"), List.of(), List.of()), true);

    assertThat(place.token()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(place.primary()).isEqualTo("a");
    assertThat(place.replicas()).containsExactly("a", "b");
    assertThat(place.placement()).containsExactly("a", "b");
    assertThat(place.available()).isTrue();
    assertThat(place.why())
        .containsExactly(
            "md5(hello) = 5d41402abc4b2a76b9719d911017c592.",
            "The first of 2 tokens at or after it, clockwise, is %s, a token of a, so the key lies in (%s..%s]."
                .formatted(EIGHT, LAST, EIGHT),
            "Since epoch 3 that range is served by a -> b: the first takes the writes, all of them"
                + " have every acknowledged one.");
  }

  @Test
  void saysWhatIsUnderWay() {
    assertThat(of(range(List.of("a"), List.of("b"), List.of("a", "b")), true).why())
        .contains("Being copied to: b.", "Its head has not yet fenced off: a, b.");
  }

  @Test
  void saysWhyAnotherServesItThanItBelongsTo() {
    assertThat(of(range(List.of("a"), List.of(), List.of()), true).why())
        .endsWith("It belongs to a, b, but waits for its turn to move.");
    KeyPlace down = of(range(List.of("b"), List.of(), List.of()), false);
    assertThat(down.why()).endsWith("It belongs to a, b, but a is down.");
  }

  @Test
  void saysThatNobodyServesIt() {
    KeyPlace place = of(range(List.of("a"), List.of(), List.of()), false);

    assertThat(place.available()).isFalse();
    assertThat(place.why())
        .contains(
            "None of them is up: the range is unavailable until one returns, or an operator accepts"
                + " the loss.");
  }

  @Test
  void emptyRingHasNoPlace() {
    View empty = View.empty(2, "md5");

    KeyPlace place = KeyPlace.of(Key.of("hello"), empty, Placement.of(empty));

    assertThat(place.range()).isNull();
    assertThat(place.primary()).isNull();
    assertThat(place.why()).endsWith("The ring of epoch 0 has no node yet.");
  }

  private static KeyPlace of(Range first, boolean isAUp) {
    var second = new Range(LAST, ids("b", "a"), List.of(), new Epoch(2), List.of());
    var members = List.of(member("a", isAUp, EIGHT), member("b", true, LAST));
    var view = new View(new Epoch(5), 2, "md5", members, List.of(first, second));
    return KeyPlace.of(Key.of("hello"), view, Placement.of(view));
  }

  private static Member member(String id, boolean up, Token token) {
    return new Member(
        NodeId.of(id), 1, id + ":1", id + ":2", "", 1, Member.Standing.IN, up, List.of(token));
  }

  private static Range range(List<String> chain, List<String> learners, List<String> previous) {
    return new Range(
        EIGHT,
        ids(chain.toArray(String[]::new)),
        ids(learners.toArray(String[]::new)),
        new Epoch(3),
        ids(previous.toArray(String[]::new)));
  }

  private static List<NodeId> ids(String... ids) {
    return Arrays.stream(ids).map(NodeId::of).toList();
  }
}
