package dev.rondel.node.runtime;

import com.google.protobuf.UnsafeByteOperations;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.OperationProto;
import dev.rondel.proto.OutcomeProto;
import dev.rondel.wire.Wire;
import java.time.Duration;

/** Operations and answers as they travel between nodes. */
final class OperationCodec {

  private OperationCodec() {}

  static OperationProto encode(Operation operation, Duration timeout) {
    var proto =
        OperationProto.newBuilder()
            .setKey(Wire.toBytes(operation.key()))
            .setTimeoutMillis(timeout.toMillis());
    switch (operation) {
      case Operation.Get _ -> proto.setKind(OperationProto.Kind.GET);
      case Operation.Put put -> {
        proto
            .setKind(OperationProto.Kind.PUT)
            .setValue(UnsafeByteOperations.unsafeWrap(put.value().bytes()))
            .setContentType(put.value().contentType())
            .setFlags(put.value().flags())
            .setExpiresAt(put.expiresAt());
        encode(put.condition(), proto);
      }
      case Operation.Delete delete -> {
        proto.setKind(OperationProto.Kind.DELETE);
        encode(delete.condition(), proto);
      }
    }
    return proto.build();
  }

  private static void encode(Condition condition, OperationProto.Builder proto) {
    switch (condition) {
      case Condition.Always() -> proto.setCondition(OperationProto.Condition.NONE);
      case Condition.IfAbsent() -> proto.setCondition(OperationProto.Condition.IF_ABSENT);
      case Condition.IfPresent() -> proto.setCondition(OperationProto.Condition.IF_PRESENT);
      case Condition.IfVersion(Version version) ->
          proto.setCondition(OperationProto.Condition.IF_VERSION).setVersion(version.value());
    }
  }

  static Operation decode(OperationProto proto) {
    var key = Wire.toKey(proto.getKey());
    var timeout = Duration.ofMillis(proto.getTimeoutMillis());
    return switch (proto.getKind()) {
      case GET -> new Operation.Get(key, timeout);
      case PUT ->
          new Operation.Put(
              key,
              Value.of(proto.getValue().toByteArray(), proto.getContentType(), proto.getFlags()),
              proto.getExpiresAt(),
              condition(proto),
              timeout);
      case DELETE -> new Operation.Delete(key, condition(proto), timeout);
      case UNRECOGNIZED -> throw new IllegalArgumentException("an operation of a newer version");
    };
  }

  private static Condition condition(OperationProto proto) {
    return switch (proto.getCondition()) {
      case NONE -> Condition.ALWAYS;
      case IF_ABSENT -> new Condition.IfAbsent();
      case IF_PRESENT -> new Condition.IfPresent();
      case IF_VERSION -> new Condition.IfVersion(new Version(proto.getVersion()));
      case UNRECOGNIZED -> throw new IllegalArgumentException("a condition of a newer version");
    };
  }

  static OutcomeProto encode(Answer answer) {
    var proto = OutcomeProto.newBuilder();
    switch (answer) {
      case Answer.Found(var pair) ->
          proto.setKind(OutcomeProto.Kind.FOUND).setPair(Wire.toProto(pair));
      case Answer.Missing() -> proto.setKind(OutcomeProto.Kind.MISSING);
      case Answer.Stored(var version) ->
          proto.setKind(OutcomeProto.Kind.STORED).setVersion(version.value());
      case Answer.Deleted(var version) ->
          proto.setKind(OutcomeProto.Kind.DELETED).setVersion(version.value());
      case Answer.ConditionFailed(var current) ->
          proto
              .setKind(OutcomeProto.Kind.CONDITION_FAILED)
              .setVersion(current == null ? -1 : current.value());
      case Answer.Unavailable(var reason) ->
          proto.setKind(OutcomeProto.Kind.UNAVAILABLE).setDetail(reason);
      case Answer.Unknown(var reason) -> proto.setKind(OutcomeProto.Kind.UNKNOWN).setDetail(reason);
      case Answer.Full(var reason) -> proto.setKind(OutcomeProto.Kind.FULL).setDetail(reason);
      case Answer.Moved() -> proto.setKind(OutcomeProto.Kind.MOVED);
    }
    return proto.build();
  }

  static Answer decode(OutcomeProto proto) {
    return switch (proto.getKind()) {
      case FOUND -> new Answer.Found(Wire.fromProto(proto.getPair()));
      case MISSING -> new Answer.Missing();
      case STORED -> new Answer.Stored(new Version(proto.getVersion()));
      case DELETED -> new Answer.Deleted(new Version(proto.getVersion()));
      case CONDITION_FAILED ->
          new Answer.ConditionFailed(
              proto.getVersion() < 0 ? null : new Version(proto.getVersion()));
      case UNAVAILABLE -> new Answer.Unavailable(proto.getDetail());
      case UNKNOWN -> new Answer.Unknown(proto.getDetail());
      case FULL -> new Answer.Full(proto.getDetail());
      case MOVED -> new Answer.Moved();
      case UNRECOGNIZED -> throw new IllegalArgumentException("an answer of a newer version");
    };
  }
}
