package dev.rondel.coordinator;

import dev.rondel.coordinator.StartFailureAnalyzer.CannotStart;
import dev.rondel.coordinator.core.CoreSettings;
import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.lock.LockLimits;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.LockLoop;
import dev.rondel.coordinator.runtime.MapDbLockStore;
import dev.rondel.coordinator.runtime.MapDbRingStore;
import dev.rondel.coordinator.web.ProblemValve;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Joins the parts: properties, the loop, the session server. */
@Configuration(proxyBeanMethods = false)
class CoordinatorConfiguration {

  /** The loop has the store, and closes it. */
  @Bean(destroyMethod = "")
  CoordinatorLoop coordinatorLoop(
      CoordinatorProperties properties,
      RingProperties ring,
      LeaseProperties lease,
      RedistributionProperties redistribution)
      throws IOException {
    var settings =
        new CoreSettings(
            lease.duration(),
            lease.margin(),
            redistribution.replaceAfter(),
            redistribution.concurrency(),
            TokenAllocator.named(ring.allocation(), ring.tokens()));
    String hash = ring.hash() == null ? Hashing.md5().id() : ring.hash();
    MapDbRingStore store = open(properties.data());
    try {
      var loop =
          new CoordinatorLoop(
              settings, View.empty(ring.replicationFactor(), hash), store, Clock.systemUTC());
      requireHash(loop.board().snapshot().view(), ring);
      return loop;
    } catch (IOException e) {
      store.close();
      throw cannotStart(e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static MapDbRingStore open(Path directory) {
    try {
      return MapDbRingStore.open(directory);
    } catch (IOException e) {
      throw cannotStart(e);
    }
  }

  private static CannotStart cannotStart(IOException e) {
    return new CannotStart(
        "The ring cannot be read: " + e.getMessage(),
        "Look at the directory, or choose another one with rondel.data. An empty one begins an"
            + " empty ring.",
        e);
  }

  private static void requireHash(View view, RingProperties ring) {
    if (ring.hash() != null && !ring.hash().equals(view.hash())) {
      throw new CannotStart(
          "The ring was made with the hash function %s, which cannot change; rondel.ring.hash says %s"
              .formatted(view.hash(), ring.hash()),
          "Leave rondel.ring.hash away, or choose another rondel.data.",
          null);
    }
  }

  /** It is in the ring's directory, so it is made after the loop has taken that. */
  @Bean(destroyMethod = "")
  LockLoop lockLoop(CoordinatorLoop ring, CoordinatorProperties properties) {
    try {
      return new LockLoop(LockLimits.DEFAULT, new MapDbLockStore(properties.data()));
    } catch (IOException e) {
      throw new CannotStart(
          "The locks cannot be read: " + e.getMessage(),
          "Look at the file, or choose another directory with rondel.data.",
          e);
    }
  }

  @Bean(destroyMethod = "")
  SessionServer sessionServer(
      CoordinatorLoop loop,
      CoordinatorProperties properties,
      LeaseProperties lease,
      @Value("${server.port:9999}") int httpPort) {
    return new SessionServer(loop, lease.duration(), properties.grpcPort(httpPort));
  }

  /** A name in a path may have a slash in it, as {@code %2F}. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInNames() {
    return factory ->
        factory.addConnectorCustomizers(
            connector ->
                connector.setEncodedSolidusHandling(
                    EncodedSolidusHandling.PASS_THROUGH.getValue()));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat(JsonMapper json) {
    return factory ->
        factory.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new ProblemValve(json)));
  }

  @Bean
  CoordinatorLifecycle coordinatorLifecycle(
      CoordinatorLoop loop, LockLoop locks, SessionServer server) {
    return new CoordinatorLifecycle(loop, locks, server);
  }
}
