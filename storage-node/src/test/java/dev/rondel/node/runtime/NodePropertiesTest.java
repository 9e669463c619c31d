package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

final class NodePropertiesTest {

  @EnableConfigurationProperties(NodeProperties.class)
  static class Application {}

  private static final ApplicationContextRunner RUNNER =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  private static NodeProperties bound(String... properties) {
    var bound = new NodeProperties[1];
    RUNNER
        .withPropertyValues(properties)
        .run(context -> bound[0] = context.getBean(NodeProperties.class));
    return bound[0];
  }

  @Test
  void theDefaults() {
    NodeProperties properties = bound();

    assertThat(properties.node())
        .isEqualTo(new NodeProperties.Node(null, "localhost", "", 1, true));
    assertThat(properties.coordinator()).isEqualTo(URI.create("http://localhost:9999"));
    assertThat(properties.coordinatorGrpcAddress()).isEqualTo("localhost:19999");
    assertThat(properties.data()).isEqualTo(Path.of("data"));
    assertThat(properties.grpcPort(3000)).isEqualTo(13_000);
    assertThat(properties.grpcPort(0)).isZero();
    assertThat(properties.requests().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(properties.requests().inFlight()).isEqualTo(4096);
    assertThat(properties.requests().inFlightBytes()).isNull();
    assertThat(properties.memcached()).isEqualTo(new NodeProperties.Door(0, 1024));
    assertThat(properties.resp()).isEqualTo(new NodeProperties.Door(0, 1024));
    assertThat(properties.redistribution())
        .isEqualTo(new NodeProperties.Redistribution(8, DataSize.ofMegabytes(64)));
  }

  @Test
  void everythingCanBeSet() {
    NodeProperties properties =
        bound(
            "rondel.node.id=n7",
            "rondel.node.host=node.example",
            "rondel.node.zone=east",
            "rondel.node.weight=2.5",
            "rondel.node.join=false",
            "rondel.coordinator=https://boss.example",
            "rondel.data=/tmp/elsewhere",
            "rondel.grpc.port=4000",
            "rondel.grpc.bind=10.0.0.1",
            "rondel.grpc.advertised-port=4001",
            "rondel.requests.timeout=250ms",
            "rondel.requests.in-flight=7",
            "rondel.requests.in-flight-bytes=3MB",
            "rondel.memcached.port=11211",
            "rondel.memcached.connections=10",
            "rondel.resp.port=6379",
            "rondel.redistribution.concurrency=2",
            "rondel.redistribution.rate=128KB");

    assertThat(properties.node())
        .isEqualTo(new NodeProperties.Node("n7", "node.example", "east", 2.5, false));
    assertThat(properties.coordinatorGrpcAddress()).isEqualTo("boss.example:10443");
    assertThat(properties.data()).isEqualTo(Path.of("/tmp/elsewhere"));
    assertThat(properties.grpcPort(3000)).isEqualTo(4000);
    assertThat(properties.grpc().bind()).isEqualTo("10.0.0.1");
    assertThat(properties.grpc().advertisedPort()).isEqualTo(4001);
    assertThat(properties.requests().timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(properties.requests().inFlight()).isEqualTo(7);
    assertThat(properties.requests().inFlightBytes()).isEqualTo(DataSize.ofMegabytes(3));
    assertThat(properties.memcached()).isEqualTo(new NodeProperties.Door(11_211, 10));
    assertThat(properties.resp()).isEqualTo(new NodeProperties.Door(6_379, 1024));
    assertThat(properties.redistribution())
        .isEqualTo(new NodeProperties.Redistribution(2, DataSize.ofKilobytes(128)));
  }

  @Test
  void theGrpcAddressOfTheCoordinatorCanBeGiven() {
    assertThat(bound("rondel.coordinator-grpc=boss:5").coordinatorGrpcAddress())
        .isEqualTo("boss:5");
  }

  @ParameterizedTest
  @CsvSource({
    "rondel.node.host, ''",
    "rondel.node.weight, 0",
    "rondel.node.weight, -1",
    "rondel.node.weight, 1001",
    "rondel.node.weight, NaN",
    "rondel.node.weight, heavy",
    "rondel.coordinator, localhost:9999",
    "rondel.coordinator, nowhere",
    "rondel.coordinator-grpc, boss",
    "rondel.coordinator-grpc, boss:port",
    "rondel.grpc.port, -1",
    "rondel.grpc.port, 65536",
    "rondel.grpc.advertised-port, 0",
    "rondel.grpc.advertised-port, 65536",
    "rondel.memcached.port, -1",
    "rondel.memcached.port, 65536",
    "rondel.memcached.connections, 0",
    "rondel.requests.in-flight, 0",
    "rondel.requests.timeout, 0s",
    "rondel.requests.timeout, -1s",
    "rondel.requests.timeout, soon",
    "rondel.redistribution.concurrency, 0",
    "rondel.redistribution.concurrency, -3",
    "rondel.redistribution.concurrency, 1001",
    "rondel.redistribution.rate, 0",
    "rondel.redistribution.rate, -1MB",
    "rondel.redistribution.rate, 1KB",
  })
  void nonsenseIsRefused(String name, String value) {
    RUNNER.withPropertyValues(name + "=" + value).run(context -> assertThat(context).hasFailed());
  }

  @ParameterizedTest
  @ValueSource(ints = {55_536, 65_535})
  void anHttpPortThatLeavesNoPortForTheLinksIsRefused(int port) {
    assertThatThrownBy(() -> bound().grpcPort(port)).hasMessageContaining("rondel.grpc.port");
    assertThat(bound("rondel.grpc.port=7").grpcPort(port)).isEqualTo(7);
    assertThat(bound().grpcPort(55_535)).isEqualTo(65_535);
  }
}
