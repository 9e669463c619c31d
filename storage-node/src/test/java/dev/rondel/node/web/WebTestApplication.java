package dev.rondel.node.web;

import dev.rondel.node.compat.chord.ChordConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The node's web side over a gateway in memory. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebConfiguration.class, ChordConfiguration.class})
public class WebTestApplication {

  @Bean
  InMemoryGateway gateway() {
    return new InMemoryGateway();
  }

  /** Stands for the runtime's, which readiness asks. */
  @Bean
  HealthIndicator membershipHealthIndicator() {
    return () -> Health.up().build();
  }
}
