package dev.rondel.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {

  private static final List<String> NAMES = List.of("get", "status", "lookup", "locks", "up");

  @Test
  void slipsAndBeginningsAreNear() {
    assertThat(NearNames.of("gte", NAMES)).startsWith("get");
    assertThat(NearNames.of("stat", NAMES)).containsExactly("status");
    assertThat(NearNames.of("loockup", NAMES)).containsExactly("lookup");
    assertThat(NearNames.of("lo", NAMES)).containsExactly("locks", "lookup");
  }

  @Test
  void nothingIsNearToNonsense() {
    assertThat(NearNames.of("frobnicate", NAMES)).isEmpty();
  }
}
