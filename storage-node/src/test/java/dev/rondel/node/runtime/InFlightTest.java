package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InFlightTest {

  private final InFlight inFlight = new InFlight(3, 100);

  @Test
  void asManyAreLetInAsThereIsRoomFor() {
    for (int i = 0; i < 3; i++) {
      assertThat(inFlight.tryEnter(0)).isTrue();
    }
    assertThat(inFlight.tryEnter(0)).isFalse();
    assertThat(inFlight.requests()).isEqualTo(3);
    inFlight.leave(0);
    assertThat(inFlight.tryEnter(0)).isTrue();
  }

  @Test
  void theirBytesAreBoundToo() {
    assertThat(inFlight.tryEnter(60)).isTrue();
    assertThat(inFlight.tryEnter(50)).isFalse();
    assertThat(inFlight.tryEnter(40)).isTrue();
    inFlight.leave(60);
    assertThat(inFlight.tryEnter(50)).isTrue();
  }

  @Test
  void whatIsLargerThanTheBoundIsLetInAlone() {
    assertThat(inFlight.tryEnter(1_000)).isTrue();
    assertThat(inFlight.tryEnter(1)).isFalse();
    assertThat(inFlight.tryEnter(0)).isTrue();
    inFlight.leave(1_000);
    assertThat(inFlight.tryEnter(1)).isTrue();
    assertThat(inFlight.tryEnter(1_000)).isFalse();
  }
}
