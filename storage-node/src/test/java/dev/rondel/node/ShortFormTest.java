package dev.rondel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShortFormTest {

  private static ShortForm of(String... arguments) {
    return ShortForm.of(arguments, Map.of());
  }

  @Test
  void aNameAndAPortMakeAStandaloneNodeWithDataOfItsOwn() {
    ShortForm given = of("--name=peer1", "--port=9876", "--rondel.limits.value-size=2MB");

    assertThat(given.arguments())
        .containsExactly(
            "--rondel.node.id=peer1", "--server.port=9876", "--rondel.limits.value-size=2MB");
    assertThat(given.defaults())
        .isEqualTo(Map.of("rondel.data", "data/peer1", "rondel.standalone", true));
  }

  @Test
  void aPortAloneNamesTheNodeToo() {
    assertThat(of("--port=9876").defaults()).containsEntry("rondel.data", "data/node_9876");
    assertThat(of("--port=9876", "--name=p").defaults()).containsEntry("rondel.data", "data/p");
    assertThat(of("--name=p", "--port=9876").defaults()).containsEntry("rondel.data", "data/p");
  }

  @Test
  void whoNamesACoordinatorHasIt() {
    assertThat(of("--name=p", "--rondel.coordinator=http://c:9999").defaults())
        .containsEntry("rondel.standalone", false);
    assertThat(
            ShortForm.of(new String[] {"--name=p"}, Map.of("RONDEL_COORDINATOR", "http://c:9999"))
                .defaults())
        .containsEntry("rondel.standalone", false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", ".", "a\r\nb", "a b"})
  void namesThatAreNoneAreRefused(String name) {
    assertThatThrownBy(() -> of("--name=" + name, "--port=9876"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "65536", "-1"})
  void portsThatAreNoneAreRefused(String port) {
    assertThatThrownBy(() -> of("--name=peer1", "--port=" + port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--port=" + port);
  }

  @Test
  void otherArgumentsAreLeftAlone() {
    ShortForm given = of("--server.port=3000", "--rondel.node.id=n");

    assertThat(given.isUsed()).isFalse();
    assertThat(given.arguments()).containsExactly("--server.port=3000", "--rondel.node.id=n");
    assertThat(given.defaults()).isEmpty();
  }
}
