package dev.rondel.node.runtime;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How a node is run: {@code rondel.*}.
 *
 * @param coordinator where the coordinator's HTTP interface is
 * @param coordinatorGrpc {@code host:port} of its gRPC interface; by default the same host, HTTP
 *     port + 10000
 * @param data the directory of this node's files
 * @param standalone a table of its own instead of a coordinator: it can be joined with others
 * @param memcached the door for memcached clients
 * @param resp the door for Redis clients
 */
@Validated
@ConfigurationProperties("rondel")
public record NodeProperties(
    @Valid @DefaultValue Node node,
    @NotNull @DefaultValue("http://localhost:9999") URI coordinator,
    @Nullable @Pattern(regexp = ".+:[0-9]{1,5}", message = "must be host:port")
        String coordinatorGrpc,
    @NotNull @DefaultValue("data") Path data,
    @Valid @DefaultValue Grpc grpc,
    @Valid @DefaultValue Requests requests,
    @Valid @DefaultValue Door memcached,
    @Valid @DefaultValue Door resp,
    @Valid @DefaultValue Redistribution redistribution,
    @DefaultValue("false") boolean standalone) {

  /** A gRPC port that is not given is the HTTP port plus this. */
  static final int GRPC_OFFSET = 10_000;

  private static final int MAX_PORT = 65_535;

  /**
   * Who the node is.
   *
   * @param id its name in the ring; by default {@code node_} and the HTTP port
   * @param host the name by which clients and other nodes reach it
   * @param zone where it stands, for replicas in distinct zones; empty for none
   * @param weight its part of the ring, as a multiple of a node of weight 1
   * @param join whether it takes part in the ring when the coordinator sees it for the first time
   */
  public record Node(
      @Nullable String id,
      @NotBlank @DefaultValue("localhost") String host,
      @NotNull @DefaultValue("") String zone,
      @DecimalMin(value = "0", inclusive = false) @DecimalMax("1000") @DefaultValue("1")
          double weight,
      @DefaultValue("true") boolean join) {}

  /**
   * The links between nodes.
   *
   * @param port by default the HTTP port + 10000; 0 for any free one
   * @param bind the address to listen on; by default the one of the HTTP server
   * @param advertisedPort where other nodes reach it, if that is another port, as behind an address
   *     translation or a relay
   */
  public record Grpc(
      @Nullable @Min(0) @Max(65_535) Integer port,
      @Nullable String bind,
      @Nullable @Min(1) @Max(65_535) Integer advertisedPort) {}

  /**
   * What clients may expect.
   *
   * @param timeout how long an operation may take in all, waiting for a range to open included
   * @param inFlight how many requests of clients may be under way at once; more are refused
   * @param inFlightBytes how many bytes of bodies they may bring; by default a tenth of the heap
   */
  public record Requests(
      @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration timeout,
      @Min(1) @DefaultValue("4096") int inFlight,
      @Nullable DataSize inFlightBytes) {

    /** The gate for clients' requests, with these bounds. */
    public InFlight gate() {
      return new InFlight(
          inFlight, inFlightBytes == null ? InFlight.bytesOfThisHeap() : inFlightBytes.toBytes());
    }
  }

  /**
   * A door for the clients of another system, on the address of the HTTP server.
   *
   * @param port where it listens; 0 where there is no such door
   * @param connections how many clients may be connected; more are turned away
   */
  public record Door(
      @Min(0) @Max(65_535) @DefaultValue("0") int port,
      @Min(1) @DefaultValue("1024") int connections) {}

  /**
   * How a learner copies.
   *
   * @param concurrency ranges at a time
   * @param rate bytes a second, keys and values, for this node
   */
  public record Redistribution(
      @Min(1) @Max(1_000) @DefaultValue("8") int concurrency,
      @NotNull @DefaultValue("64MB") DataSize rate) {

    private static final DataSize LEAST_RATE = DataSize.ofKilobytes(64);

    public Redistribution {
      if (rate.compareTo(LEAST_RATE) < 0) {
        throw new IllegalArgumentException(
            "a rate of " + rate + " a second is below " + LEAST_RATE + ": copying would not end");
      }
    }
  }

  public NodeProperties {
    if (coordinator.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + coordinator + "' is no address of a coordinator; http://localhost:9999 is one");
    }
  }

  /** The port of the links of a node whose HTTP port is this one. */
  int grpcPort(int httpPort) {
    Integer port = grpc.port();
    if (port != null) {
      return port;
    }
    if (httpPort + GRPC_OFFSET > MAX_PORT) {
      throw new IllegalArgumentException(
          "there is no port "
              + (httpPort + GRPC_OFFSET)
              + " for other nodes; set rondel.grpc.port");
    }
    return httpPort == 0 ? 0 : httpPort + GRPC_OFFSET;
  }

  /**
   * Where a standalone node of this HTTP port has its table's coordinator: 20,000 above it, or
   * below where there is no such port.
   */
  public int tablePort(int httpPort) {
    int above = httpPort + 2 * GRPC_OFFSET;
    return httpPort == 0 ? 0 : above <= MAX_PORT ? above : httpPort - 2 * GRPC_OFFSET;
  }

  String coordinatorGrpcAddress() {
    if (coordinatorGrpc != null && !coordinatorGrpc.isBlank()) {
      return coordinatorGrpc;
    }
    int byScheme = "https".equals(coordinator.getScheme()) ? 443 : 80;
    int port = coordinator.getPort() < 0 ? byScheme : coordinator.getPort();
    return coordinator.getHost() + ":" + (port + GRPC_OFFSET);
  }
}
