package dev.rondel.node.resp;

import dev.rondel.node.door.DoorServer;
import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.Limits;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The door for Redis clients, where {@code rondel.resp.port} is set. */
@Configuration(proxyBeanMethods = false)
public class RespConfiguration {

  @Bean
  DoorServer<?> respDoor(
      Gateway gateway,
      NodeProperties properties,
      Limits limits,
      InFlight gate,
      @Value("${server.address:#{null}}") @Nullable String bind) {
    var table = new Table(gateway, limits, properties.requests().timeout(), InstantSource.system());
    return new DoorServer<>(new RespProtocol(table, gate), properties.resp(), bind, gate);
  }
}
