package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"n", "node_3000", "10.0.0.1:3000", "a-b.c"})
  void takesNames(String name) {
    assertThat(NodeId.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "ä", "a#1"})
  void refusesWhatIsNone(String name) {
    assertThatThrownBy(() -> NodeId.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMoreThan64Characters() {
    assertThat(NodeId.of("n".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> NodeId.of("n".repeat(65)))
        .hasMessageContaining("is not 1 to 64 letters");
  }
}
