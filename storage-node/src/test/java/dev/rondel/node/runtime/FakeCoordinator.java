package dev.rondel.node.runtime;

import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.proto.CoordinatorServiceGrpc;
import dev.rondel.proto.Heartbeat;
import dev.rondel.proto.Hello;
import dev.rondel.proto.Lease;
import dev.rondel.proto.NodeMessage;
import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator that decides nothing: it tells each node the views and the leases that a test
 * gives, and listens.
 */
final class FakeCoordinator implements AutoCloseable {

  private final Duration leaseDuration;
  private final Map<NodeId, Session> sessions = new HashMap<>();
  private final Map<NodeId, Hello> hellos = new HashMap<>();
  private final Map<NodeId, Heartbeat> heartbeats = new HashMap<>();
  private final Map<NodeId, View> views = new HashMap<>();
  private final Map<NodeId, Integer> greetings = new HashMap<>();
  private final Set<NodeId> withoutLease = new HashSet<>();
  private final Set<NodeId> suspects = new HashSet<>();
  private final Server server;

  FakeCoordinator(Duration leaseDuration) {
    this.leaseDuration = leaseDuration;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(new Service())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  synchronized Optional<Hello> hello(NodeId node) {
    return Optional.ofNullable(hellos.get(node));
  }

  /** How often the node has opened a session. */
  synchronized int greetings(NodeId node) {
    return greetings.getOrDefault(node, 0);
  }

  synchronized Optional<Heartbeat> lastHeartbeat(NodeId node) {
    return Optional.ofNullable(heartbeats.get(node));
  }

  /** Whom any node has ever suspected. */
  synchronized Set<NodeId> suspects() {
    return Set.copyOf(suspects);
  }

  synchronized void forgetSuspects() {
    suspects.clear();
  }

  synchronized void publish(NodeId node, View view) {
    views.put(node, view);
    Session session = sessions.get(node);
    if (session != null) {
      session.tell(view);
    }
  }

  synchronized void grantLease(NodeId node, boolean granted) {
    if (granted) {
      withoutLease.remove(node);
    } else {
      withoutLease.add(node);
    }
  }

  /** Forgets the node, as if it had never been there. */
  synchronized void forget(NodeId node) {
    hellos.remove(node);
    heartbeats.remove(node);
    views.remove(node);
  }

  /** Breaks every session; the nodes come again. */
  synchronized void breakSessions() {
    new ArrayList<>(sessions.values()).forEach(Session::end);
    sessions.clear();
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

  private final class Service extends CoordinatorServiceGrpc.CoordinatorServiceImplBase {
    @Override
    public StreamObserver<NodeMessage> session(StreamObserver<CoordinatorMessage> replies) {
      return new Session(replies);
    }
  }

  private final class Session implements StreamObserver<NodeMessage> {

    private final StreamObserver<CoordinatorMessage> replies;
    private @Nullable NodeId node;

    Session(StreamObserver<CoordinatorMessage> replies) {
      this.replies = replies;
    }

    @Override
    public void onNext(NodeMessage message) {
      synchronized (FakeCoordinator.this) {
        switch (message.getBodyCase()) {
          case HELLO -> greet(message.getHello());
          case HEARTBEAT -> beat(message.getHeartbeat());
          case BODY_NOT_SET -> throw new IllegalArgumentException("an empty message");
        }
      }
    }

    private void greet(Hello hello) {
      NodeId id = NodeId.of(hello.getNodeId());
      node = id;
      sessions.put(id, this);
      hellos.put(id, hello);
      greetings.merge(id, 1, Integer::sum);
      View view = views.get(id);
      if (view != null) {
        tell(view);
      }
    }

    private void beat(Heartbeat heartbeat) {
      NodeId id = Optional.ofNullable(node).orElseThrow();
      heartbeats.put(id, heartbeat);
      List.copyOf(heartbeat.getSuspectsList()).forEach(suspect -> suspects.add(NodeId.of(suspect)));
      View view = views.get(id);
      if (view != null && !withoutLease.contains(id)) {
        var lease =
            Lease.newBuilder()
                .setNumber(heartbeat.getNumber())
                .setEpoch(view.epoch().value())
                .setDurationMillis(leaseDuration.toMillis());
        replies.onNext(CoordinatorMessage.newBuilder().setLease(lease).build());
      }
    }

    void tell(View view) {
      replies.onNext(CoordinatorMessage.newBuilder().setView(Wire.toProto(view)).build());
    }

    void end() {
      replies.onCompleted();
    }

    @Override
    public void onError(Throwable error) {
      leave();
    }

    @Override
    public void onCompleted() {
      leave();
      replies.onCompleted();
    }

    private void leave() {
      synchronized (FakeCoordinator.this) {
        if (node != null) {
          sessions.remove(node, this);
        }
      }
    }
  }
}
