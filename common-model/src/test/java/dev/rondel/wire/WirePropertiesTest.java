package dev.rondel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.MemberProto;
import dev.rondel.proto.PairProto;
import dev.rondel.proto.RangeProto;
import dev.rondel.proto.ViewProto;
import dev.rondel.ring.Token;
import dev.rondel.view.View;
import dev.rondel.view.Views;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What is written and read again is what it was, through real bytes. */
@Domain(Views.class)
@Domain(DomainContext.Global.class)
class WirePropertiesTest {

  @Property
  void viewsComeBack(@ForAll View view) throws InvalidProtocolBufferException {
    byte[] bytes = Wire.toProto(view).toByteArray();

    assertThat(Wire.fromProto(ViewProto.parseFrom(bytes))).isEqualTo(view);
  }

  @Property
  void viewsComeBackFromWhatIsToldInJson(@ForAll View view) {
    assertThat(RingDocument.of(view).toView()).isEqualTo(view);
  }

  @Property
  void pairsComeBack(@ForAll("pairs") Pair pair) throws InvalidProtocolBufferException {
    byte[] bytes = Wire.toProto(pair).toByteArray();

    assertThat(Wire.fromProto(PairProto.parseFrom(bytes))).isEqualTo(pair);
  }

  @Property
  void tokensAndKeysComeBack(@ForAll Token token, @ForAll("keys") Key key) {
    assertThat(Wire.toToken(Wire.toBytes(token))).isEqualTo(token);
    assertThat(Wire.toKey(Wire.toBytes(key))).isEqualTo(key);
  }

  @Example
  void anEmptyValueIsNoTombstone() {
    var empty = new Pair(Key.of("k"), new Version(1), Value.of(new byte[0], ""), 0);

    assertThat(Wire.fromProto(Wire.toProto(empty)).isTombstone()).isFalse();
  }

  @Example
  void messagesAgainstTheModelsRulesAreRefused() {
    var noToken =
        RangeProto.newBuilder().setToken(ByteString.copyFromUtf8("short")).addChain("a").build();
    var noChain = RangeProto.newBuilder().setToken(Wire.toBytes(Token.MIN)).build();
    var noWeight = MemberProto.newBuilder().setId("a").build();
    var noKey = PairProto.getDefaultInstance();

    for (ViewProto view :
        List.of(
            ViewProto.getDefaultInstance(),
            ViewProto.newBuilder().setReplicationFactor(1).addRanges(noToken).build(),
            ViewProto.newBuilder().setReplicationFactor(1).addRanges(noChain).build(),
            ViewProto.newBuilder().setReplicationFactor(1).addMembers(noWeight).build())) {
      assertThatThrownBy(() -> Wire.fromProto(view)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Wire.fromProto(noKey)).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<Key> keys() {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40).map(Key::of);
  }

  @Provide
  Arbitrary<Pair> pairs() {
    Arbitrary<Value> values =
        Combinators.combine(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.integers())
            .as(Value::of);
    return Combinators.combine(
            keys(),
            Arbitraries.longs().greaterOrEqual(0).map(Version::new),
            values.injectNull(0.2),
            Arbitraries.longs().greaterOrEqual(0))
        .as(Pair::new);
  }
}
