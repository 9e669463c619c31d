package dev.rondel.node.startcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartCacheTest {

  @Test
  void itIsSwitchedOffByArgumentOrEnvironmentAndTheArgumentCounts() {
    assertThat(StartCache.isSwitchedOff(List.of("--name=p"), Map.of())).isFalse();
    assertThat(StartCache.isSwitchedOff(List.of("--rondel.start-cache=false"), Map.of())).isTrue();
    assertThat(StartCache.isSwitchedOff(List.of(), Map.of("RONDEL_START_CACHE", "false"))).isTrue();
    assertThat(
            StartCache.isSwitchedOff(
                List.of("--rondel.start-cache=true"), Map.of("RONDEL_START_CACHE", "false")))
        .isFalse();
  }

  @Test
  void aClassPathIsNoExecutableJar() {
    assertThat(StartCache.ofThisProcess(List.of("--name=p"), System.getenv())).isEmpty();
  }
}
