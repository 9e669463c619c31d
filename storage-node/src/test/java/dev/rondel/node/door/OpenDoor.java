package dev.rondel.node.door;

import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.springframework.util.unit.DataSize;

/** A door on any free port, in front of a table in memory. */
public record OpenDoor(InMemoryGateway gateway, InFlight gate, DoorServer<?> server)
    implements AutoCloseable {

  public static final int LARGEST_VALUE = 64 << 10;
  public static final int MOST_CLIENTS = 150;

  /** How many bytes may be under way at the node. */
  public static final int MOST_BYTES = 1 << 20;

  private static final Limits LIMITS =
      new Limits(
          DataSize.ofKilobytes(1),
          DataSize.ofBytes(LARGEST_VALUE),
          DataSize.ofKilobytes(256),
          1000,
          8,
          3);

  public static OpenDoor of(BiFunction<Table, InFlight, Protocol<?>> protocol) {
    var gateway = new InMemoryGateway();
    var gate = new InFlight(4096, MOST_BYTES);
    var table = new Table(gateway, LIMITS, Duration.ofSeconds(10), InstantSource.system());
    var server = server(protocol.apply(table, gate), gate);
    server.start();
    return new OpenDoor(gateway, gate, server);
  }

  private static <R extends Request> DoorServer<R> server(Protocol<R> protocol, InFlight gate) {
    var anyPort = new NodeProperties.Door(0, MOST_CLIENTS);
    return new DoorServer<>(protocol, anyPort, "127.0.0.1", gate);
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
