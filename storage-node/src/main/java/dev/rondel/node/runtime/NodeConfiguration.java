package dev.rondel.node.runtime;

import dev.rondel.node.store.MapDbPairStore;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreOptions;
import dev.rondel.ring.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Builds the node from its properties. It takes part in the cluster once its HTTP server listens.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeProperties.class)
class NodeConfiguration {

  private static final Logger log = LoggerFactory.getLogger(NodeConfiguration.class);
  private static final int EXIT_STORE_FAILED = 74;

  @Bean
  NodeId nodeId(NodeProperties properties, @Value("${server.port:3000}") int port) {
    String id = properties.node().id();
    return NodeId.of(id == null ? "node_" + port : id);
  }

  @Bean(destroyMethod = "")
  PairStore pairStore(NodeProperties properties) {
    return MapDbPairStore.open(StoreOptions.in(properties.data().resolve("store")));
  }

  @Bean(destroyMethod = "close")
  NodeRuntime nodeRuntime(
      NodeId id,
      NodeProperties properties,
      PairStore store,
      @Value("${server.port:3000}") int port,
      @Value("${server.address:#{null}}") @Nullable String bind) {
    String grpcBind = properties.grpc().bind();
    var identity =
        new NodeRuntime.Identity(
            id,
            NodeFiles.nextIncarnation(properties.data(), id, System.currentTimeMillis()),
            properties.node().host(),
            properties.grpcPort(port),
            grpcBind != null ? grpcBind : bind,
            properties.grpc().advertisedPort(),
            properties.node().zone(),
            properties.node().weight(),
            properties.node().join());
    return new NodeRuntime(
        identity,
        store,
        properties.coordinatorGrpcAddress(),
        properties.redistribution(),
        System::currentTimeMillis,
        failure -> {
          log.error(
              "the store failed; the node stops, and comes back from its disk and replicas",
              failure);
          Runtime.getRuntime().halt(EXIT_STORE_FAILED);
        });
  }

  @Bean
  ApplicationListener<WebServerInitializedEvent> startWhenHttpListens(NodeRuntime runtime) {
    return event -> {
      if (event.getApplicationContext().getServerNamespace() == null) {
        runtime.start(event.getWebServer().getPort());
      }
    };
  }

  @Bean
  Gateway gateway(NodeRuntime runtime) {
    return runtime.gateway();
  }

  /** Up when the coordinator knows this start of the node. */
  @Bean
  HealthIndicator membershipHealthIndicator(NodeRuntime runtime) {
    return () -> {
      var health = runtime.isMember() ? Health.up() : Health.outOfService();
      String refusal = runtime.refusal();
      if (refusal != null) {
        health.withDetail("refusal", refusal);
      }
      return health
          .withDetail("coordinator", runtime.isConnected() ? "connected" : "not connected")
          .withDetail("epoch", runtime.gateway().view().epoch().value())
          .withDetail("lease", runtime.hasLease())
          .withDetail("store", runtime.store().health())
          .build();
    };
  }
}
