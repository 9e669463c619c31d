package dev.rondel.coordinator.grpc;

import dev.rondel.coordinator.runtime.SessionSink;
import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.proto.Lease;
import dev.rondel.proto.Refusal;
import dev.rondel.view.View;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one node process is told. A node that does not read gets no more messages than the transport
 * buffers: leases are dropped, and of the views only the newest waits. So a lease is never sent
 * before the view of its epoch.
 */
final class NodeSink implements SessionSink {

  private final ServerCallStreamObserver<CoordinatorMessage> stream;
  private final long leaseMillis;
  private final ViewMessages messages;
  private @Nullable View owed;
  private boolean ended;

  NodeSink(
      ServerCallStreamObserver<CoordinatorMessage> stream, Duration lease, ViewMessages messages) {
    this.stream = stream;
    this.leaseMillis = lease.toMillis();
    this.messages = messages;
    stream.setOnReadyHandler(this::flush);
  }

  @Override
  public synchronized void view(View view) {
    owed = view;
    flush();
  }

  private synchronized void flush() {
    if (owed != null && !ended && stream.isReady()) {
      send(messages.of(owed));
      owed = null;
    }
  }

  @Override
  public synchronized void lease(long number, long epoch) {
    if (owed == null && !ended && stream.isReady()) {
      Lease lease =
          Lease.newBuilder()
              .setNumber(number)
              .setEpoch(epoch)
              .setDurationMillis(leaseMillis)
              .build();
      send(CoordinatorMessage.newBuilder().setLease(lease).build());
    }
  }

  @Override
  public synchronized void refuse(String code, String message) {
    if (!ended) {
      Refusal refusal = Refusal.newBuilder().setCode(code).setMessage(message).build();
      send(CoordinatorMessage.newBuilder().setRefusal(refusal).build());
    }
    end();
  }

  @Override
  public synchronized void end() {
    if (!ended) {
      ended = true;
      try {
        stream.onCompleted();
      } catch (IllegalStateException cancelled) {
        // the node went first
      }
    }
  }

  private void send(CoordinatorMessage message) {
    if (!stream.isCancelled()) {
      stream.onNext(message);
    }
  }
}
