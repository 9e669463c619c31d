package dev.rondel.coordinator;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the coordinator keeps the ring, and where nodes find it.
 *
 * @param data the directory of the ring; one coordinator uses it at a time
 */
@Validated
@ConfigurationProperties("rondel")
record CoordinatorProperties(
    @DefaultValue("./data/coordinator") @NotNull Path data,
    @DefaultValue @NotNull @Valid Grpc grpc) {

  /** The default distance of the gRPC port from the HTTP port. */
  static final int GRPC_OFFSET = 10_000;

  /**
   * @param port where nodes hold their sessions; the HTTP port + 10000 where nothing is said, 0 for
   *     any free one
   */
  record Grpc(@Nullable @Min(0) @Max(65535) Integer port) {}

  /** The gRPC port of a coordinator with this HTTP port. */
  int grpcPort(int httpPort) {
    Integer configured = grpc.port();
    if (configured != null) {
      return configured;
    }
    if (httpPort <= 0) {
      return 0;
    }
    if (httpPort + GRPC_OFFSET > 65535) {
      throw new IllegalArgumentException(
          "the HTTP port %d leaves no room for the gRPC port, %d above it; set rondel.grpc.port"
              .formatted(httpPort, GRPC_OFFSET));
    }
    return httpPort + GRPC_OFFSET;
  }
}
