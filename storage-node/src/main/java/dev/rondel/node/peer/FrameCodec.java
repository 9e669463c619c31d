package dev.rondel.node.peer;

import com.google.protobuf.ByteString;
import dev.rondel.node.chain.Message;
import dev.rondel.pair.Version;
import dev.rondel.proto.AckFrame;
import dev.rondel.proto.CommitQuery;
import dev.rondel.proto.CommittedFrame;
import dev.rondel.proto.FenceFrame;
import dev.rondel.proto.FencedFrame;
import dev.rondel.proto.Frame;
import dev.rondel.proto.OpenFrame;
import dev.rondel.proto.StaleFrame;
import dev.rondel.proto.ViewQuery;
import dev.rondel.proto.WriteFrame;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.wire.Wire;
import org.jspecify.annotations.Nullable;

/** The chain's messages as frames, and back. */
public final class FrameCodec {

  private FrameCodec() {}

  public static Frame encode(Message message) {
    var frame = Frame.newBuilder();
    return switch (message) {
      case Message.Write(var epoch, var pair) ->
          frame
              .setWrite(
                  WriteFrame.newBuilder().setChainEpoch(epoch.value()).setPair(Wire.toProto(pair)))
              .build();
      case Message.Ack(var epoch, var key, var version, var full) ->
          frame
              .setAck(
                  AckFrame.newBuilder()
                      .setChainEpoch(epoch.value())
                      .setKey(Wire.toBytes(key))
                      .setVersion(version.value())
                      .setFull(full))
              .build();
      case Message.Committed(var arc, var epoch, var upTo) ->
          frame
              .setCommitted(
                  CommittedFrame.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(epoch.value())
                      .setUpTo(upTo.value()))
              .build();
      case Message.CommitQuery(var token, var epoch) ->
          frame
              .setCommitQuery(
                  CommitQuery.newBuilder()
                      .setToken(Wire.toBytes(token))
                      .setChainEpoch(epoch.value()))
              .build();
      case Message.Fence(var arc, var epoch) ->
          frame
              .setFence(
                  FenceFrame.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(epoch.value()))
              .build();
      case Message.Fenced(var arc, var epoch, var unfinished, var line) ->
          frame
              .setFenced(
                  FencedFrame.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(epoch.value())
                      .addAllUnfinished(unfinished.stream().map(Wire::toProto).toList())
                      .setLine(line.value()))
              .build();
      case Message.Open(var arc, var epoch) ->
          frame
              .setOpen(
                  OpenFrame.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(epoch.value()))
              .build();
      case Message.Opened(var arc, var epoch) ->
          frame
              .setOpen(
                  OpenFrame.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(epoch.value())
                      .setReply(true))
              .build();
      case Message.Stale(var now) ->
          frame.setStale(StaleFrame.newBuilder().setEpoch(now.value())).build();
      case Message.ViewQuery(var have) ->
          frame.setViewQuery(ViewQuery.newBuilder().setEpoch(have.value())).build();
      case Message.ViewReply(var view) -> frame.setView(Wire.toProto(view)).build();
    };
  }

  /** The chain's message in the frame; null where the frame is a request or a reply. */
  public static @Nullable Message decode(Frame frame) {
    return switch (frame.getBodyCase()) {
      case WRITE ->
          new Message.Write(
              new Epoch(frame.getWrite().getChainEpoch()),
              Wire.fromProto(frame.getWrite().getPair()));
      case ACK ->
          new Message.Ack(
              new Epoch(frame.getAck().getChainEpoch()),
              Wire.toKey(frame.getAck().getKey()),
              new Version(frame.getAck().getVersion()),
              frame.getAck().getFull());
      case COMMITTED ->
          new Message.Committed(
              arc(frame.getCommitted().getAfter(), frame.getCommitted().getToken()),
              new Epoch(frame.getCommitted().getChainEpoch()),
              new Version(frame.getCommitted().getUpTo()));
      case COMMIT_QUERY ->
          new Message.CommitQuery(
              Wire.toToken(frame.getCommitQuery().getToken()),
              new Epoch(frame.getCommitQuery().getChainEpoch()));
      case FENCE ->
          new Message.Fence(
              arc(frame.getFence().getAfter(), frame.getFence().getToken()),
              new Epoch(frame.getFence().getChainEpoch()));
      case FENCED ->
          new Message.Fenced(
              arc(frame.getFenced().getAfter(), frame.getFenced().getToken()),
              new Epoch(frame.getFenced().getChainEpoch()),
              frame.getFenced().getUnfinishedList().stream().map(Wire::fromProto).toList(),
              new Epoch(frame.getFenced().getLine()));
      case OPEN -> {
        var arc = arc(frame.getOpen().getAfter(), frame.getOpen().getToken());
        var epoch = new Epoch(frame.getOpen().getChainEpoch());
        yield frame.getOpen().getReply()
            ? new Message.Opened(arc, epoch)
            : new Message.Open(arc, epoch);
      }
      case STALE -> new Message.Stale(new Epoch(frame.getStale().getEpoch()));
      case VIEW_QUERY -> new Message.ViewQuery(new Epoch(frame.getViewQuery().getEpoch()));
      case VIEW -> new Message.ViewReply(Wire.fromProto(frame.getView()));
      case REQUEST, REPLY, BODY_NOT_SET -> null;
    };
  }

  private static TokenRange arc(ByteString after, ByteString to) {
    return new TokenRange(Wire.toToken(after), Wire.toToken(to));
  }
}
