package dev.rondel.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.MemberProto;
import dev.rondel.proto.PairProto;
import dev.rondel.proto.RangeProto;
import dev.rondel.proto.ViewProto;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;

/**
 * The model as protocol buffers, and back. A message that does not hold the model's rules is
 * refused by its types.
 */
public final class Wire {

  private Wire() {}

  public static ViewProto toProto(View view) {
    var proto =
        ViewProto.newBuilder()
            .setEpoch(view.epoch().value())
            .setReplicationFactor(view.replicationFactor())
            .setHash(view.hash());
    view.members().forEach(member -> proto.addMembers(toProto(member)));
    view.ranges().forEach(range -> proto.addRanges(toProto(range)));
    return proto.build();
  }

  public static View fromProto(ViewProto proto) {
    return new View(
        new Epoch(proto.getEpoch()),
        proto.getReplicationFactor(),
        proto.getHash(),
        proto.getMembersList().stream().map(Wire::fromProto).toList(),
        proto.getRangesList().stream().map(Wire::fromProto).toList());
  }

  private static MemberProto toProto(Member member) {
    return MemberProto.newBuilder()
        .setId(member.id().value())
        .setIncarnation(member.incarnation())
        .setHttpAddress(member.httpAddress())
        .setPeerAddress(member.peerAddress())
        .setZone(member.zone())
        .setWeight(member.weight())
        .setStanding(MemberProto.Standing.valueOf(member.standing().name()))
        .setUp(member.up())
        .addAllTokens(member.tokens().stream().map(Wire::toBytes).toList())
        .build();
  }

  private static Member fromProto(MemberProto proto) {
    return new Member(
        NodeId.of(proto.getId()),
        proto.getIncarnation(),
        proto.getHttpAddress(),
        proto.getPeerAddress(),
        proto.getZone(),
        proto.getWeight(),
        Member.Standing.valueOf(proto.getStanding().name()),
        proto.getUp(),
        proto.getTokensList().stream().map(Wire::toToken).toList());
  }

  private static RangeProto toProto(Range range) {
    return RangeProto.newBuilder()
        .setToken(toBytes(range.token()))
        .addAllChain(names(range.chain()))
        .addAllLearners(names(range.learners()))
        .setChainEpoch(range.chainEpoch().value())
        .addAllPrevious(names(range.previous()))
        .setEmptyBefore(range.emptyBefore().value())
        .build();
  }

  private static Range fromProto(RangeProto proto) {
    return new Range(
        toToken(proto.getToken()),
        ids(proto.getChainList()),
        ids(proto.getLearnersList()),
        new Epoch(proto.getChainEpoch()),
        ids(proto.getPreviousList()),
        new Epoch(proto.getEmptyBefore()));
  }

  public static PairProto toProto(Pair pair) {
    var proto =
        PairProto.newBuilder()
            .setKey(toBytes(pair.key()))
            .setVersion(pair.version().value())
            .setExpiresAt(pair.expiresAt());
    Value value = pair.value();
    return value == null
        ? proto.setTombstone(true).build()
        : proto
            .setValue(UnsafeByteOperations.unsafeWrap(value.bytes()))
            .setContentType(value.contentType())
            .setFlags(value.flags())
            .build();
  }

  public static Pair fromProto(PairProto proto) {
    return new Pair(
        toKey(proto.getKey()),
        new Version(proto.getVersion()),
        proto.getTombstone()
            ? null
            : Value.of(proto.getValue().toByteArray(), proto.getContentType(), proto.getFlags()),
        proto.getExpiresAt());
  }

  public static ByteString toBytes(Token token) {
    return UnsafeByteOperations.unsafeWrap(token.toBytes());
  }

  public static Token toToken(ByteString bytes) {
    return Token.of(bytes.toByteArray());
  }

  public static ByteString toBytes(Key key) {
    return UnsafeByteOperations.unsafeWrap(key.bytes());
  }

  public static Key toKey(ByteString bytes) {
    return Key.of(bytes.toByteArray());
  }

  private static List<String> names(List<NodeId> ids) {
    return ids.stream().map(NodeId::value).toList();
  }

  private static List<NodeId> ids(List<String> names) {
    return names.stream().map(NodeId::of).toList();
  }
}
