package dev.rondel.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CoordinatorPropertiesTest {

  @EnableConfigurationProperties({
    CoordinatorProperties.class,
    RingProperties.class,
    LeaseProperties.class,
    RedistributionProperties.class
  })
  static class AllProperties {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(AllProperties.class);

  @Test
  void defaultsAreThoseOfTheDesign() {
    runner.run(
        context -> {
          assertThat(context.getBean(RingProperties.class))
              .isEqualTo(new RingProperties(16, "balanced", 2, null));
          assertThat(context.getBean(LeaseProperties.class))
              .isEqualTo(new LeaseProperties(Duration.ofSeconds(2), Duration.ofMillis(500)));
          assertThat(context.getBean(RedistributionProperties.class))
              .isEqualTo(new RedistributionProperties(8, Duration.ofSeconds(30)));
          var coordinator = context.getBean(CoordinatorProperties.class);
          assertThat(coordinator.data()).isEqualTo(Path.of("data/coordinator"));
          assertThat(coordinator.grpcPort(9999)).isEqualTo(19999);
          assertThat(coordinator.grpcPort(0)).isZero();
        });
  }

  @Test
  void valuesAreBoundWithTheirUnits() {
    runner
        .withPropertyValues(
            "rondel.lease.duration=4s",
            "rondel.redistribution.replace-after=2m",
            "rondel.ring.hash=xxh3",
            "rondel.grpc.port=1234")
        .run(
            context -> {
              assertThat(context.getBean(LeaseProperties.class).duration()).hasSeconds(4);
              assertThat(context.getBean(RedistributionProperties.class).replaceAfter())
                  .hasMinutes(2);
              assertThat(context.getBean(RingProperties.class).hash()).isEqualTo("xxh3");
              assertThat(context.getBean(CoordinatorProperties.class).grpcPort(9999))
                  .isEqualTo(1234);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rondel.ring.tokens=0",
        "rondel.ring.allocation=random",
        "rondel.ring.replication-factor=8",
        "rondel.ring.hash=crc32",
        "rondel.lease.duration=1ms",
        "rondel.lease.margin=soon",
        "rondel.redistribution.concurrency=0",
        "rondel.redistribution.replace-after=-1s",
        "rondel.grpc.port=70000"
      })
  void nonsenseIsRefused(String property) {
    runner.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
  }
}
