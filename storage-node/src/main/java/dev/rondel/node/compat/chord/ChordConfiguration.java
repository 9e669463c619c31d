package dev.rondel.node.compat.chord;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.standalone.Tables;
import dev.rondel.node.web.Limits;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The parts of this interface. */
@Configuration(proxyBeanMethods = false)
@Import({ChordController.class, ShutdownController.class})
public class ChordConfiguration {

  @Bean
  ChordBodies chordBodies(Limits limits, JsonMapper json) {
    return new ChordBodies(limits, json);
  }

  @Bean
  Drain drain(NodeProperties properties, ObjectProvider<Tables> tables) {
    return properties.standalone()
        ? tables.getObject()::remove
        : new CoordinatorDrain(properties.coordinator());
  }

  /** Ends the process as SIGTERM would: requests that run are finished first. */
  @Bean
  @ConditionalOnMissingBean
  ProcessExit processExit(ConfigurableApplicationContext context, Gateway gateway) {
    return () ->
        Thread.ofPlatform()
            .name("shutdown-" + gateway.self())
            .start(() -> System.exit(SpringApplication.exit(context)));
  }
}
