package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** The one line that a node prints when it has started. */
final class StartMessage {

  private static final Logger log = LoggerFactory.getLogger(StartMessage.class);

  private final Gateway gateway;
  private final Environment environment;

  StartMessage(Gateway gateway, Environment environment) {
    this.gateway = gateway;
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void started() {
    String port = environment.getProperty("local.server.port", "?");
    log.info("{} listens on http://localhost:{} (try /docs)", gateway.self(), port);
  }
}
