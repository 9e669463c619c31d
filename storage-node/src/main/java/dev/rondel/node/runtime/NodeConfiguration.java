package dev.rondel.node.runtime;

import dev.rondel.ring.NodeId;
import org.jspecify.annotations.Nullable;
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

  @Bean
  NodeId nodeId(NodeProperties properties, @Value("${server.port:3000}") int port) {
    String id = properties.node().id();
    return NodeId.of(id == null ? "node_" + port : id);
  }

  @Bean(destroyMethod = "close")
  TableNode tableNode(
      NodeId id,
      NodeProperties properties,
      Seat seat,
      @Value("${server.port:3000}") int port,
      @Value("${server.address:#{null}}") @Nullable String bind) {
    return new TableNode(id, properties, port, bind, seat);
  }

  @Bean
  ApplicationListener<WebServerInitializedEvent> startWhenHttpListens(TableNode node) {
    return event -> {
      if (event.getApplicationContext().getServerNamespace() == null) {
        node.start(event.getWebServer().getPort());
      }
    };
  }

  @Bean
  Gateway gateway(TableNode node) {
    return node.gateway();
  }

  /** Up when the coordinator knows this start of the node. */
  @Bean
  HealthIndicator membershipHealthIndicator(TableNode node) {
    return () -> {
      NodeRuntime runtime = node.runtime();
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
