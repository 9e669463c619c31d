package dev.rondel.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.node.chain.Message;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameCodecTest {

  private static final Epoch EPOCH = new Epoch(7);
  private static final Key KEY = Key.of(new byte[] {0, -1, 'k'});
  private static final Version VERSION = Version.of(7, 3);
  private static final Token TOKEN = new Token(-1, 5);
  private static final TokenRange ARC = new TokenRange(Token.MIN, TOKEN);
  private static final Pair PAIR =
      new Pair(KEY, VERSION, Value.of(new byte[] {1, 2}, "image/x", -5), 1_234_567_890_123L);
  private static final NodeId A = NodeId.of("a");

  static Stream<Message> messages() {
    var member =
        new Member(A, 3, "h:1", "h:2", "z", 2.5, Member.Standing.DRAINING, true, List.of(TOKEN));
    var range = new Range(TOKEN, List.of(A), List.of(NodeId.of("b")), EPOCH, List.of(A));
    return Stream.of(
        new Message.Write(EPOCH, PAIR),
        new Message.Write(EPOCH, new Pair(KEY, VERSION, Value.of(new byte[0], "", 0), 0)),
        new Message.Write(EPOCH, Pair.tombstone(KEY, VERSION)),
        new Message.Ack(EPOCH, KEY, VERSION, false),
        new Message.Ack(EPOCH, KEY, VERSION, true),
        new Message.Committed(ARC, EPOCH, VERSION),
        new Message.CommitQuery(TOKEN, EPOCH),
        new Message.Fence(ARC, EPOCH),
        new Message.Fenced(ARC, EPOCH, List.of(), Epoch.ZERO),
        new Message.Fenced(ARC, EPOCH, List.of(PAIR, Pair.tombstone(KEY, VERSION)), EPOCH),
        new Message.Open(ARC, EPOCH),
        new Message.Opened(ARC, EPOCH),
        new Message.Stale(EPOCH),
        new Message.ViewQuery(Epoch.ZERO),
        new Message.ViewReply(new View(EPOCH, 3, "xxh3", List.of(member), List.of(range))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageComesBackAsItWas(Message message) throws InvalidProtocolBufferException {
    byte[] bytes = FrameCodec.encode(message).toByteArray();

    assertThat(FrameCodec.decode(Frame.parseFrom(bytes))).isEqualTo(message);
  }

  @Test
  void everyKindOfMessageIsTried() {
    Stream<Class<?>> kinds =
        Stream.of(Message.class, Message.Ranged.class, Message.Arced.class)
            .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
            .filter(Class::isRecord);

    assertThat(messages().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds.toList());
  }

  @Test
  void questionsAndAnswersAreNotTheChains() {
    assertThat(FrameCodec.decode(Frame.newBuilder().setRequest(RequestFrame.newBuilder()).build()))
        .isNull();
    assertThat(FrameCodec.decode(Frame.newBuilder().setReply(ReplyFrame.newBuilder()).build()))
        .isNull();
    assertThat(FrameCodec.decode(Frame.getDefaultInstance())).isNull();
  }
}
