package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.OperationProto;
import dev.rondel.proto.OutcomeProto;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OperationCodecTest {

  private static final Key KEY = Key.of(new byte[] {0, -1, 'k'});
  private static final Version VERSION = Version.of(9, 4);
  private static final Value VALUE = Value.of(new byte[] {7}, "text/x", -1);
  private static final Duration TIMEOUT = Duration.ofMillis(1_234);

  static Stream<Operation> operations() {
    return Stream.concat(
        Stream.of(new Operation.Get(KEY, TIMEOUT)),
        Stream.of(
                Condition.ALWAYS,
                new Condition.IfAbsent(),
                new Condition.IfPresent(),
                new Condition.IfVersion(VERSION),
                new Condition.IfVersion(new Version(0)))
            .flatMap(
                condition ->
                    Stream.of(
                        new Operation.Put(KEY, VALUE, 99, condition, TIMEOUT),
                        new Operation.Put(KEY, Value.of(new byte[0], ""), 0, condition, TIMEOUT),
                        new Operation.Delete(KEY, condition, TIMEOUT))));
  }

  static Stream<Answer> answers() {
    return Stream.of(
        new Answer.Found(new Pair(KEY, VERSION, VALUE, 12)),
        new Answer.Missing(),
        new Answer.Stored(VERSION),
        new Answer.Deleted(VERSION),
        new Answer.ConditionFailed(VERSION),
        new Answer.ConditionFailed(new Version(0)),
        new Answer.ConditionFailed(null),
        new Answer.Unavailable("why"),
        new Answer.Unknown("why"),
        new Answer.Full("why"),
        new Answer.Moved());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationComesBackAsItWas(Operation operation) throws InvalidProtocolBufferException {
    byte[] bytes = OperationCodec.encode(operation, TIMEOUT).toByteArray();

    assertThat(OperationCodec.decode(OperationProto.parseFrom(bytes))).isEqualTo(operation);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerComesBackAsItWas(Answer answer) throws InvalidProtocolBufferException {
    byte[] bytes = OperationCodec.encode(answer).toByteArray();

    assertThat(OperationCodec.decode(OutcomeProto.parseFrom(bytes))).isEqualTo(answer);
  }

  @Test
  void everyKindOfAnswerIsTried() {
    assertThat(answers().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Answer.class.getPermittedSubclasses()));
  }

  @Test
  void theTimeoutIsWhatIsLeftOfIt() {
    var proto = OperationCodec.encode(new Operation.Get(KEY, TIMEOUT), Duration.ofMillis(5));

    assertThat(OperationCodec.decode(proto).timeout()).isEqualTo(Duration.ofMillis(5));
  }
}
