package dev.rondel.node.standalone;

import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.runtime.Seat;
import dev.rondel.node.runtime.TableNode;
import dev.rondel.ring.NodeId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The parts of a standalone node; they do nothing in one that has a coordinator service. */
@Configuration(proxyBeanMethods = false)
@Import(TableController.class)
public class StandaloneConfiguration {

  /** After the node's name, which may be refused: nothing is written before. */
  @Bean(destroyMethod = "close")
  Standalone standalone(
      NodeId id, NodeProperties properties, @Value("${server.port:3000}") int port) {
    return new Standalone(properties, port);
  }

  @Bean
  Seat seat(Standalone standalone) {
    return standalone.seat();
  }

  @Bean(destroyMethod = "close")
  TableClient tableClient(JsonMapper json) {
    return new TableClient(json);
  }

  @Bean
  StandaloneNode standaloneNode(
      Standalone standalone, TableNode node, NodeProperties properties, TableClient client) {
    return new StandaloneNode(standalone, node, properties, client);
  }

  @Bean
  Merge merge(StandaloneNode self) {
    return new Merge(self);
  }

  @Bean
  Handover handover(StandaloneNode self) {
    return new Handover(self);
  }

  @Bean
  Leave leave(StandaloneNode self, Handover handover) {
    return new Leave(self, handover);
  }

  @Bean
  Tables tables(StandaloneNode self, Merge merge, Leave leave) {
    return new Tables(self, merge, leave);
  }

  @Bean(destroyMethod = "close")
  Watch watch(StandaloneNode self, Handover handover, Leave leave) {
    return new Watch(self, handover, leave);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> watchWhenReady(Standalone standalone, Watch watch) {
    return _ -> {
      if (standalone.isSo()) {
        watch.start();
      }
    };
  }
}
