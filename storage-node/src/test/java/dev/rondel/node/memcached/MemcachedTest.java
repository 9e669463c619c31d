package dev.rondel.node.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.door.Fuzz;
import dev.rondel.node.door.OpenDoor;
import dev.rondel.node.door.RawClient;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.spy.memcached.CASResponse;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door for memcached clients, letter by letter, and with a client that is none of ours. */
class MemcachedTest {

  private static final OpenDoor door = OpenDoor.of(MemcachedProtocol::new);

  @BeforeEach
  void empty() {
    door.gateway().clear();
  }

  @AfterAll
  static void shut() {
    door.close();
  }

  /** The lines that are answered to these, each of which ends with CR LF. */
  private static List<String> talk(String... lines) throws IOException {
    String answer = RawClient.talk(door.port(), String.join("\r\n", lines) + "\r\n");
    List<String> answers = List.of(answer.split("\r\n", -1));
    assertThat(answers.getLast()).isEmpty();
    return answers.subList(0, answers.size() - 1);
  }

  private static Value stored(String key) {
    Pair pair = Objects.requireNonNull(door.gateway().stored(Key.of(key)));
    return Objects.requireNonNull(pair.value());
  }

  private static String cas(String key) {
    Pair pair = Objects.requireNonNull(door.gateway().stored(Key.of(key)));
    return Long.toString(pair.version().value());
  }

  private static void put(String key, String value, String contentType) {
    var operation =
        new Operation.Put(
            Key.of(key),
            Value.of(value.getBytes(ISO_8859_1), contentType),
            0,
            Condition.ALWAYS,
            Duration.ofSeconds(1));
    assertThat(door.gateway().execute(operation)).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void whatIsStoredIsReadWithItsFlags() throws IOException {
    assertThat(talk("set a 5 0 3", "abc", "set b 4294967295 0 0", "", "get a b c", "gets a"))
        .containsExactly(
            "STORED",
            "STORED",
            "VALUE a 5 3",
            "abc",
            "VALUE b 4294967295 0",
            "",
            "END",
            "VALUE a 5 3 " + cas("a"),
            "abc",
            "END");
  }

  @Test
  void keysAndValuesAreTheSameAsUnderKv() throws IOException {
    put("greeting", "hello", "text/plain");

    assertThat(talk("get greeting")).containsExactly("VALUE greeting 0 5", "hello", "END");
    assertThat(talk("append greeting 9 0 1", "!", "set new 1 0 2", "ok"))
        .containsExactly("STORED", "STORED");
    assertThat(stored("greeting")).isEqualTo(Value.of("hello!".getBytes(ISO_8859_1), "text/plain"));
    assertThat(stored("new")).isEqualTo(Value.of("ok".getBytes(ISO_8859_1), Value.BINARY, 1));
  }

  @Test
  void aValueMayHoldAnyBytes() throws IOException {
    String bytes = "\r\nget a\r\nEND\r\n\0\u00ff";
    assertThat(
            RawClient.talk(
                door.port(), "set a 0 0 " + bytes.length() + "\r\n" + bytes + "\r\nget a\r\n"))
        .isEqualTo("STORED\r\nVALUE a 0 " + bytes.length() + "\r\n" + bytes + "\r\nEND\r\n");
  }

  @Test
  void addReplaceAppendPrependAndCasDependOnWhatIsThere() throws IOException {
    assertThat(
            talk(
                "replace a 0 0 1",
                "1",
                "append a 0 0 1",
                "1",
                "cas a 0 0 1 7",
                "1",
                "add a 3 0 1",
                "m",
                "add a 0 0 1",
                "x",
                "append a 0 0 1",
                "e",
                "prepend a 0 0 1",
                "b",
                "get a",
                "cas a 0 0 1 1",
                "x"))
        .containsExactly(
            "NOT_STORED",
            "NOT_STORED",
            "NOT_FOUND",
            "STORED",
            "NOT_STORED",
            "STORED",
            "STORED",
            "VALUE a 3 3",
            "bme",
            "END",
            "EXISTS");
    assertThat(talk("cas a 0 0 2 " + cas("a"), "ok", "replace a 0 0 1", "r", "get a"))
        .containsExactly("STORED", "STORED", "VALUE a 0 1", "r", "END");
  }

  @Test
  void itemsEndWhenTheirTimeIsOver() throws IOException {
    long soon = System.currentTimeMillis() / 1000 + 1000;
    assertThat(
            talk(
                "set a 0 -1 1",
                "x",
                "get a",
                "set a 0 1 1",
                "x",
                "set b 0 100 1",
                "x",
                "set c 0 " + soon + " 1",
                "x",
                "set d 0 2592001 1",
                "x",
                "mg b t",
                "mg c s",
                "get d",
                "touch b 0",
                "mg b t",
                "touch none 5",
                "gat -1 b none",
                "get b"))
        .containsExactly(
            "STORED",
            "END",
            "STORED",
            "STORED",
            "STORED",
            "STORED",
            "HD t100",
            "HD s1",
            "END",
            "TOUCHED",
            "HD t-1",
            "NOT_FOUND",
            "VALUE b 0 1",
            "x",
            "END",
            "END");
    await().until(() -> talk("get a").equals(List.of("END")));
  }

  @Test
  void touchingIsAWriteSoTheCasChanges() throws IOException {
    List<String> lines = talk("set a 1 0 1", "x", "gats 50 a", "mg a t");
    assertThat(lines).containsExactly("STORED", "VALUE a 1 1 " + cas("a"), "x", "END", "HD t50");
  }

  @Test
  void numbersAreOf64BitsUnsigned() throws IOException {
    assertThat(
            talk(
                "set n 7 0 2",
                "10",
                "incr n 5",
                "decr n 100",
                "incr n 18446744073709551615",
                "incr n 2",
                "get n",
                "incr none 1",
                "decr none 1",
                "set t 0 0 1",
                "x",
                "incr t 1",
                "incr n -1",
                "incr n x",
                "incr n 18446744073709551616",
                "incr n"))
        .containsExactly(
            "STORED",
            "15",
            "0",
            "18446744073709551615",
            "1",
            "VALUE n 7 1",
            "1",
            "END",
            "NOT_FOUND",
            "NOT_FOUND",
            "STORED",
            "CLIENT_ERROR cannot increment or decrement non-numeric value",
            "CLIENT_ERROR invalid numeric delta argument",
            "CLIENT_ERROR invalid numeric delta argument",
            "CLIENT_ERROR invalid numeric delta argument",
            "ERROR");
  }

  @Test
  void whoeverWantsNoReplyGetsNone() throws IOException {
    assertThat(
            talk(
                "set a 0 0 1 noreply",
                "5",
                "incr a 1 noreply",
                "append a 0 0 1 noreply",
                "0",
                "touch a 0 noreply",
                "delete none noreply",
                "incr none 1 noreply",
                "set a x 0 1 noreply",
                "1",
                "verbosity 1 noreply",
                "get a",
                "flush_all noreply",
                "get a"))
        .containsExactly("VALUE a 0 2", "60", "END", "END");
  }

  @Test
  void deletingAndFlushing() throws IOException {
    assertThat(
            talk(
                "set a 0 0 1",
                "x",
                "delete a",
                "delete a",
                "delete a 5",
                "set a 0 0 1",
                "x",
                "set b 0 0 1",
                "x",
                "set c 0 0 1",
                "x",
                "set d 0 0 1",
                "x",
                "flush_all 10",
                "flush_all x",
                "flush_all 0",
                "get a b c d"))
        .containsExactly(
            "STORED",
            "DELETED",
            "NOT_FOUND",
            "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]",
            "STORED",
            "STORED",
            "STORED",
            "STORED",
            "CLIENT_ERROR flush_all takes no delay here",
            "CLIENT_ERROR bad command line format",
            "OK",
            "END");
    assertThat(door.gateway().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bogus                  | ERROR
          GET a                  | ERROR
          get                    | ERROR
          gat 5                  | ERROR
          gat x a                | CLIENT_ERROR invalid exptime argument
          touch a                | ERROR
          touch a x              | CLIENT_ERROR invalid exptime argument
          set a 0 0              | ERROR
          set a 0 0 x            | CLIENT_ERROR bad command line format
          set a 0 0 -1           | CLIENT_ERROR bad command line format
          delete                 | ERROR
          verbosity              | ERROR
          stats bogus            | ERROR
          mg                     | CLIENT_ERROR bad command line format
          mg a h                 | CLIENT_ERROR invalid flag
          mg a E5                | CLIENT_ERROR invalid flag
          mg a v v               | CLIENT_ERROR duplicate flag
          mg a Nx                | CLIENT_ERROR bad token in command line format
          mg *** b               | CLIENT_ERROR error decoding key
          mg AHJvbmRlbABm b      | CLIENT_ERROR key-reserved: Keys that begin with \\0rondel\\0 are Rondel's own.
          ms a                   | CLIENT_ERROR bad command line format
          ms a x                 | CLIENT_ERROR bad data chunk
          ma a Mx                | CLIENT_ERROR invalid mode for ma
          ma a MIN               | CLIENT_ERROR incorrect length for M token
          mn                     | MN
          verbosity 1            | OK
          version                | VERSION 1.6.0-rondel
          """)
  void everyLineHasItsAnswer(String line, String answer) throws IOException {
    assertThat(talk(line)).containsExactly(answer);
  }

  @Test
  void aBlockThatIsRefusedIsNotTakenForCommands() throws IOException {
    String tooLong = "k".repeat(251);
    String large = "x".repeat(OpenDoor.LARGEST_VALUE + 1);
    assertThat(
            talk(
                "get " + tooLong,
                "set " + tooLong + " 0 0 8",
                "delete a",
                "set a 0 x 8",
                "delete a",
                "set a 0 0 " + large.length(),
                large,
                "set a 0 0 3",
                "toolong",
                "mn",
                "ms a 2 h",
                "mn",
                "append a 0 0 1",
                "x"))
        .containsExactly(
            "CLIENT_ERROR bad command line format",
            "CLIENT_ERROR bad command line format",
            "CLIENT_ERROR bad command line format",
            "SERVER_ERROR object too large for cache",
            "CLIENT_ERROR bad data chunk",
            "ERROR",
            "MN",
            "CLIENT_ERROR invalid flag",
            "NOT_STORED");
    assertThat(door.gateway().size()).isZero();
  }

  @Test
  void aValueDoesNotGrowBeyondTheLargest() throws IOException {
    String half = "x".repeat(OpenDoor.LARGEST_VALUE);
    assertThat(
            talk("set a 0 0 " + half.length(), half, "append a 0 0 1", "x", "prepend a 0 0 1", "x"))
        .containsExactly(
            "STORED",
            "SERVER_ERROR object too large for cache",
            "SERVER_ERROR object too large for cache");
  }

  @Test
  void aLineWithoutEndEndsTheConnection() throws IOException {
    assertThat(RawClient.talk(door.port(), "get " + "a".repeat(70_000)))
        .isIn("CLIENT_ERROR line too long\r\n", "");
    assertThat(talk("set a 0 0 2000000000", "mn"))
        .containsExactly("SERVER_ERROR object too large for cache");
  }

  @Test
  void anUnknownOutcomeIsToldAndNotTriedAgain() throws IOException {
    var route = door.gateway().route();
    door.gateway().answerNext(new Outcome.Unknown("n2 does not answer", route));
    assertThat(talk("set a 0 0 1", "x"))
        .containsExactly("SERVER_ERROR outcome unknown: n2 does not answer");
    door.gateway().answerNext(new Outcome.Unavailable("all are down", List.of(), route));
    assertThat(talk("get a")).containsExactly("SERVER_ERROR range unavailable: all are down");
    door.gateway().answerNext(new Outcome.Full("no room", route));
    assertThat(talk("set a 0 0 1", "x"))
        .containsExactly("SERVER_ERROR out of memory storing object");
    assertThat(door.gateway().size()).isZero();
  }

  @Test
  void metaCommandsTellWhatIsAsked() throws IOException {
    assertThat(
            talk(
                "ms a 2 F5 T90 Oq1 k",
                "hi",
                "mg a v f s t k O7",
                "mg none v k",
                "mg none v q",
                "ms a 1 ME q",
                "x",
                "ms a 1 MA q",
                "!",
                "mg a s v",
                "ms bm9uZQ== 2 b k s",
                "ok",
                "get none",
                "md a q",
                "md a q",
                "md a Oz",
                "ms new 1 MR",
                "x",
                "ms new 1 MA",
                "x",
                "ms new 1 MA N60",
                "x",
                "mg new v t",
                "mg new q"))
        .containsExactly(
            "HD Oq1 ka",
            "VA 2 f5 s2 t90 ka O7",
            "hi",
            "EN knone",
            "NS",
            "VA 3 s3",
            "hi!",
            "HD b kbm9uZQ== s2",
            "VALUE none 0 2",
            "ok",
            "END",
            "NF Oz",
            "NS",
            "NS",
            "HD",
            "VA 1 t60",
            "x",
            "HD");
  }

  @Test
  void metaArithmetic() throws IOException {
    assertThat(
            talk(
                "ma n",
                "ma n q",
                "ma n N0 J13 v",
                "ma n D2 v t",
                "ma n MD D100 v",
                "ma n T30 t",
                "ma n q",
                "ma n Dx",
                "ma n C1",
                "set t 0 0 1",
                "x",
                "ma t"))
        .containsExactly(
            "NF",
            "VA 2",
            "13",
            "VA 2 t-1",
            "15",
            "VA 1",
            "0",
            "HD t30",
            "CLIENT_ERROR bad token in command line format",
            "EX",
            "STORED",
            "CLIENT_ERROR cannot increment or decrement non-numeric value");
  }

  @Test
  void metaCasIsTheVersionOfThePair() throws IOException {
    assertThat(talk("ms a 1 C5", "x", "ms a 1 c", "x")).containsExactly("NF", "HD c" + cas("a"));
    String first = cas("a");
    assertThat(talk("mg a c", "ms a 1 C" + first, "y", "ms a 1 C" + first, "z", "md a C" + first))
        .containsExactly("HD c" + first, "HD", "EX", "EX");
    assertThat(talk("md a C" + cas("a"), "mg a")).containsExactly("HD", "EN");
  }

  @Test
  void oneClientIsToldToMakeAStaleItemAnew() throws IOException {
    assertThat(
            talk(
                "set a 0 0 1",
                "x",
                "md a I T60",
                "mg a v t",
                "mg a v",
                "set a 0 0 1",
                "y",
                "mg a v"))
        .containsExactly(
            "STORED", "HD", "VA 1 t60 W X", "x", "VA 1 X Z", "x", "STORED", "VA 1", "y");
    String old = cas("a");
    assertThat(talk("set a 0 0 1", "z", "ms a 1 I C" + old, "o", "mg a v", "ms a 1 C" + old, "p"))
        .containsExactly("STORED", "HD", "VA 1 W X", "o", "EX");
  }

  @Test
  void oneClientIsToldToMakeAMissingItem() throws IOException {
    assertThat(talk("mg a v N60 t", "mg a v", "mg b N5 q", "md b x", "mg b s"))
        .containsExactly("VA 0 t60 W", "", "VA 0 Z", "", "HD W", "HD", "HD s0");
    assertThat(talk("set a 0 20 1", "x", "mg a R10", "mg a R30", "mg a R30", "get a"))
        .containsExactly("STORED", "HD", "HD W", "HD Z", "VALUE a 0 1", "x", "END");
  }

  @Test
  void stats() throws IOException {
    assertThat(talk("stats reset", "set a 0 0 1", "x", "get a b", "stats", "stats settings"))
        .contains(
            "RESET",
            "STAT version 1.6.0-rondel",
            "STAT curr_connections 1",
            "STAT cmd_set 1",
            "STAT get_hits 1",
            "STAT get_misses 1",
            "STAT item_size_max " + OpenDoor.LARGEST_VALUE);
  }

  @Test
  void manyCommandsAtOnceAreAnsweredInTheirOrder() throws IOException {
    var commands = new ArrayList<String>();
    var answers = new ArrayList<String>();
    for (int i = 0; i < 3_000; i++) {
      commands.add("set k" + i % 10 + " 0 0 4");
      commands.add("%04d".formatted(i));
      commands.add("get k" + i % 10);
      answers.addAll(List.of("STORED", "VALUE k" + i % 10 + " 0 4", "%04d".formatted(i), "END"));
    }
    assertThat(talk(commands.toArray(String[]::new))).isEqualTo(answers);
  }

  @Test
  void whoeverQuitsOrHangsUpLeavesNothing() throws IOException {
    try (var quits = new RawClient(door.port());
        var hangsUp = new RawClient(door.port())) {
      assertThat(quits.send("quit\r\nset a 0 0 1\r\nx\r\n").rest()).isEmpty();
      hangsUp.send("set a 0 0 30000\r\nhalf");
      assertThat(hangsUp.send("").rest()).isEmpty();
    }
    await().until(() -> door.server().connections() == 0);
    assertThat(door.gateway().size()).isZero();
  }

  @Test
  void moreBytesThanTheNodeHasRoomForAreRefused() throws IOException {
    int large = OpenDoor.MOST_BYTES - 1;
    assertThat(door.gate().tryEnter(large)).isTrue();
    try {
      assertThat(talk("set a 0 0 5", "hello", "get a"))
          .containsExactly("SERVER_ERROR overloaded: too many bytes are under way", "END");
    } finally {
      door.gate().leave(large);
    }
    assertThat(talk("set a 0 0 5", "hello")).containsExactly("STORED");
  }

  @Test
  void moreClientsThanThereIsPlaceForAreTurnedAway() throws IOException {
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < OpenDoor.MOST_CLIENTS; i++) {
        clients.add(new RawClient(door.port()));
        assertThat(clients.getLast().send("mn\r\n").line()).isEqualTo("MN");
      }
      try (var late = new RawClient(door.port())) {
        assertThat(late.line()).isEqualTo("ERROR Too many open connections");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().until(() -> door.server().connections() == 0);
  }

  @Test
  void aHundredClientsLoseNoIncrement() throws Exception {
    talk("set n 0 0 1", "0");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<?>>();
      for (int i = 0; i < 100; i++) {
        clients.add(
            executor.submit(
                () -> {
                  try (var client = new RawClient(door.port())) {
                    for (int j = 0; j < 20; j++) {
                      assertThat(client.send("incr n 1\r\n").line()).matches("[0-9]+");
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    assertThat(talk("get n")).containsExactly("VALUE n 0 4", "2000", "END");
  }

  @Test
  void aClientThatIsNoneOfOurs() throws Exception {
    var client =
        new MemcachedClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
    try {
      assertThat(client.set("text", 0, "hello").get()).isTrue();
      assertThat(client.set("number", 0, 42).get()).isTrue();
      assertThat(client.get("text")).isEqualTo("hello");
      assertThat(client.get("number")).isEqualTo(42);
      assertThat(client.getBulk("text", "number", "none")).containsOnlyKeys("text", "number");
      assertThat(client.add("text", 0, "x").get()).isFalse();
      long cas = client.gets("text").getCas();
      assertThat(client.cas("text", cas, "world")).isEqualTo(CASResponse.OK);
      assertThat(client.cas("text", cas, "again")).isEqualTo(CASResponse.EXISTS);
      assertThat(client.incr("counter", 1, 5)).isEqualTo(5);
      assertThat(client.incr("counter", 2)).isEqualTo(7);
      assertThat(client.touch("text", 100).get()).isTrue();
      assertThat(client.delete("text").get()).isTrue();
      assertThat(client.get("text")).isNull();
      assertThat(client.flush().get()).isTrue();
      assertThat(client.get("number")).isNull();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void malformedMessagesDoNoHarm() throws IOException {
    var valid =
        List.of(
            "set alpha 5 0 10\r\n0123456789\r\n",
            "cas alpha 0 0 5 77\r\nhello\r\n",
            "append beta 0 0 4 noreply\r\nabcd\r\nget beta\r\n",
            "add gamma 1 100 3\r\nxyz\r\nincr gamma 1\r\n",
            "get alpha beta gamma\r\ngats 100 alpha\r\ntouch beta 5\r\n",
            "delete alpha\r\nincr number 5\r\ndecr number 1 noreply\r\n",
            "ms delta 4 T60 F3 c k Oabc\r\ndata\r\nmg delta v f t c s k\r\n",
            "ms ZXBzaWxvbg== 4 b ME\r\ndata\r\nmd ZXBzaWxvbg== b q I T5\r\nmn\r\n",
            "ma zeta N60 J10 D2 v t\r\nmg eta N30 R10 v\r\nmd eta x\r\n",
            "flush_all\r\nversion\r\nstats\r\nverbosity 1\r\nquit\r\n");
    new Fuzz(door, valid)
        .run("set a 0 0 1\r\nx\r\nget a\r\n", "STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
  }
}
