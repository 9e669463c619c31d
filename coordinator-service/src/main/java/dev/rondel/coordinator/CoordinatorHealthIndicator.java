package dev.rondel.coordinator;

import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.view.View;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up while the loop runs, views can be saved, and nodes can reach the sessions. Known as {@code
 * coordinator}.
 */
@Component("coordinator")
final class CoordinatorHealthIndicator implements HealthIndicator {

  private final CoordinatorLoop loop;
  private final SessionServer server;

  CoordinatorHealthIndicator(CoordinatorLoop loop, SessionServer server) {
    this.loop = loop;
    this.server = server;
  }

  @Override
  public Health health() {
    View view = loop.board().snapshot().view();
    boolean well = loop.isReady() && server.isListening();
    return (well ? Health.up() : Health.down())
        .withDetail("epoch", view.epoch().value())
        .withDetail("saving", loop.isReady())
        .withDetail("sessions", server.isListening())
        .build();
  }
}
