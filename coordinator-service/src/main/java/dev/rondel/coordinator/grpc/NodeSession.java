package dev.rondel.coordinator.grpc;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.proto.NodeMessage;
import dev.rondel.proto.RangeReport;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import dev.rondel.wire.Wire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one node process says: first a hello, then heartbeats. gRPC calls it by one thread at a
 * time.
 */
final class NodeSession implements StreamObserver<NodeMessage> {

  private static final Logger log = LoggerFactory.getLogger(NodeSession.class);

  private final CoordinatorLoop loop;
  private final NodeSink sink;
  private final String table;
  private final long number;
  private @Nullable NodeId node;

  NodeSession(CoordinatorLoop loop, NodeSink sink, String table) {
    this.loop = loop;
    this.sink = sink;
    this.table = table;
    this.number = loop.open(sink);
  }

  @Override
  public void onNext(NodeMessage message) {
    try {
      switch (message.getBodyCase()) {
        case HELLO -> hello(message.getHello());
        case HEARTBEAT -> heartbeat(message.getHeartbeat());
        case BODY_NOT_SET -> throw new IllegalArgumentException("a message without a body");
      }
    } catch (IllegalArgumentException nonsense) {
      sink.refuse("bad-message", String.valueOf(nonsense.getMessage()));
    }
  }

  private void hello(dev.rondel.proto.Hello proto) {
    if (node != null) {
      throw new IllegalArgumentException("a second hello on one session");
    }
    if (!proto.getTable().equals(table)) {
      sink.refuse("other-table", "this is the coordinator of another table");
      return;
    }
    NodeId id = NodeId.of(proto.getNodeId());
    node = id;
    loop.hello(
        number,
        new Hello(
            id,
            proto.getIncarnation(),
            proto.getHttpAddress(),
            proto.getPeerAddress(),
            proto.getZone(),
            proto.getWeight() == 0 ? 1 : proto.getWeight(),
            proto.getJoin(),
            proto.getAppliedEpoch()));
  }

  private void heartbeat(dev.rondel.proto.Heartbeat proto) {
    if (node == null) {
      throw new IllegalArgumentException("a heartbeat before the hello");
    }
    loop.heartbeat(number, node, fromProto(node, proto));
  }

  private static Heartbeat fromProto(NodeId node, dev.rondel.proto.Heartbeat proto) {
    return new Heartbeat(
        proto.getNumber(),
        proto.getAppliedEpoch(),
        new Reports(reports(node, proto.getOpenedList()), reports(node, proto.getCaughtUpList())),
        proto.getCopyingList().stream()
            .map(
                copying ->
                    new Heartbeat.Copying(
                        Wire.toToken(copying.getToken()),
                        new Epoch(copying.getChainEpoch()),
                        copying.getKeysTotal(),
                        copying.getKeysDone(),
                        copying.getBytesCopied()))
            .toList(),
        proto.getSuspectsList().stream().map(NodeId::of).collect(Collectors.toSet()),
        proto.getPairs(),
        proto.getBytes(),
        proto.getFailed());
  }

  private static Set<Reports.Report> reports(NodeId node, List<RangeReport> protos) {
    return protos.stream()
        .map(
            proto ->
                new Reports.Report(
                    node, Wire.toToken(proto.getToken()), new Epoch(proto.getChainEpoch())))
        .collect(Collectors.toSet());
  }

  @Override
  public void onError(Throwable cause) {
    log.debug("session {} of {} broke: {}", number, node, cause.toString());
    ended();
  }

  @Override
  public void onCompleted() {
    ended();
    sink.end();
  }

  private void ended() {
    loop.closed(number, node);
  }
}
