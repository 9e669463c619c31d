package dev.rondel.coordinator.grpc;

import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.proto.CoordinatorServiceGrpc;
import dev.rondel.proto.NodeMessage;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The gRPC port of the coordinator. */
public final class SessionServer extends CoordinatorServiceGrpc.CoordinatorServiceImplBase
    implements AutoCloseable {

  private final CoordinatorLoop loop;
  private final ViewMessages views = new ViewMessages();
  private final Duration lease;
  private final String table;
  private final Server server;

  /** A server that is not started yet; port 0 takes any free one. */
  public SessionServer(CoordinatorLoop loop, Duration lease, int port) {
    this(loop, lease, port, "");
  }

  /**
   * @param table whose nodes are welcome; empty for those that name none
   */
  public SessionServer(CoordinatorLoop loop, Duration lease, int port, String table) {
    this.loop = loop;
    this.lease = lease;
    this.table = table;
    this.server =
        NettyServerBuilder.forPort(port)
            .addService(this)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS)
            .build();
  }

  /** Listens from now on. Throws where the port cannot be had. */
  public void start() throws IOException {
    server.start();
  }

  /** The port where it listens, or did; -1 before it is started. */
  public int port() {
    return server.getPort();
  }

  public boolean isListening() {
    return !server.isShutdown() && server.getPort() > 0;
  }

  @Override
  public StreamObserver<NodeMessage> session(StreamObserver<CoordinatorMessage> answers) {
    var sink = new NodeSink((ServerCallStreamObserver<CoordinatorMessage>) answers, lease, views);
    return new NodeSession(loop, sink, table);
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
