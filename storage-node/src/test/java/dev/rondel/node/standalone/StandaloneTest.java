package dev.rondel.node.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.node.runtime.NodeProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

final class StandaloneTest {

  @Test
  void belowACoordinatorServiceTheCommandIsNamedThatDoesIt() {
    NodeProperties properties =
        new Binder(
                new MapConfigurationPropertySource(Map.of("rondel.coordinator", "http://c:9999")))
            .bindOrCreate("rondel", NodeProperties.class);
    try (var standalone = new Standalone(properties, 3000)) {
      assertThatThrownBy(standalone::own)
          .hasMessageContaining("http://c:9999")
          .hasMessageContaining("./rondel remove")
          .hasMessageContaining("./rondel add");
    }
  }
}
