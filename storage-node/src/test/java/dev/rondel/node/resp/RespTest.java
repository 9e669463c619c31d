package dev.rondel.node.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.door.Fuzz;
import dev.rondel.node.door.OpenDoor;
import dev.rondel.node.door.RawClient;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;

/** The door for Redis clients, letter by letter, and with a client that is none of ours. */
class RespTest {

  private static final OpenDoor door = OpenDoor.of(RespProtocol::new);

  @BeforeEach
  void empty() {
    door.gateway().clear();
  }

  @AfterAll
  static void shut() {
    door.close();
  }

  /** What is answered to these, as bytes; CR LF is written {@code |}. */
  private static String talk(String... lines) throws IOException {
    return RawClient.talk(door.port(), String.join("\r\n", lines) + "\r\n").replace("\r\n", "|");
  }

  private static String command(String... words) {
    var text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  private static Jedis jedis(RedisProtocol protocol) {
    return new Jedis(
        new HostAndPort("127.0.0.1", door.port()),
        DefaultJedisClientConfig.builder().protocol(protocol).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          PING                       ; +PONG|
          ping hello                 ; $5|hello|
          PING a b                   ; -ERR wrong number of arguments for 'ping' command|
          ECHO "a\\x41\\t"           ; $3|aA\t|
          GET                        ; -ERR wrong number of arguments for 'get' command|
          GET none                   ; $-1|
          FOO bar baz                ; -ERR unknown command 'FOO', with args beginning with: 'bar' 'baz' |
          SET a                      ; -ERR wrong number of arguments for 'set' command|
          SET a b XX                 ; $-1|
          SET a b NX XX              ; -ERR syntax error|
          SET a b EX 5 PX 5          ; -ERR syntax error|
          SET a b EX 0               ; -ERR invalid expire time in 'set' command|
          SET a b EX x               ; -ERR value is not an integer or out of range|
          SET a b EX 9223372036854775807 ; -ERR invalid expire time in 'set' command|
          SETEX a 0 b                ; -ERR invalid expire time in 'setex' command|
          MSET a b c                 ; -ERR wrong number of arguments for 'mset' command|
          EXPIRE a x                 ; -ERR value is not an integer or out of range|
          EXPIRE a 5 NX GT           ; -ERR NX and XX, GT or LT options at the same time are not compatible|
          TTL none                   ; :-2|
          SELECT 0                   ; +OK|
          SELECT 1                   ; -ERR DB index is out of range|
          AUTH secret                ; -ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?|
          AUTH default secret        ; +OK|
          AUTH me secret             ; -WRONGPASS invalid username-password pair or user is disabled.|
          HELLO 4                    ; -NOPROTO unsupported protocol version|
          SCAN x                     ; -ERR invalid cursor|
          SCAN 0 COUNT 0             ; -ERR syntax error|
          SCAN 0                     ; *2|$1|0|*0|
          CONFIG GET save            ; *2|$4|save|$0||
          CONFIG SET save 1          ; -ERR unknown subcommand 'SET'. Try CONFIG HELP.|
          CLIENT GETNAME             ; $-1|
          CLIENT SETINFO LIB-NAME x  ; +OK|
          CLIENT KILL                ; -ERR unknown subcommand 'KILL'. Try CLIENT HELP.|
          COMMAND DOCS get           ; *0|
          COMMAND INFO get none      ; *2|*6|$3|get|:2|*1|+readonly|:1|:1|:1|$-1|
          QUIT                       ; +OK|
          RESET                      ; +RESET|
          """)
  void everyCommandHasItsAnswer(String line, String answer) throws IOException {
    assertThat(talk(line)).isEqualTo(answer);
    assertThat(door.gateway().size()).isZero();
  }

  @Test
  void reservedKeysAreRefusedAndNotListed() throws IOException {
    Key chunk = Key.of("\0rondel\0files\0c");
    var value = Value.of(new byte[1], Value.BINARY);
    door.gateway()
        .execute(new Operation.Put(chunk, value, 0, Condition.ALWAYS, Duration.ofSeconds(1)));
    String refusal = "-ERR key-reserved: " + ReservedKeys.REFUSAL + "|";

    assertThat(talk("GET \"\\x00rondel\\x00files\\x00c\"")).isEqualTo(refusal);
    assertThat(talk("DEL \"\\x00rondel\\x00files\\x00c\"")).isEqualTo(refusal);
    assertThat(talk("DBSIZE", "KEYS *", "KEYS \"\\x00rondel\\x00*\"", "SCAN 0"))
        .isEqualTo(":0|*0|*0|*2|$1|0|*0|");
  }

  @Test
  void theWordsOfALineMayStandInQuotes() throws IOException {
    assertThat(talk("SET \"a b\" 'c \\' d'", "GET \"a b\"", "", "GET 'a b", "PING"))
        .isEqualTo("+OK|$5|c ' d|-ERR Protocol error: unbalanced quotes in request|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          *x                  ; invalid multibulk length
          *1048577            ; invalid multibulk length
          *1|+PING            ; expected '$', got '+'
          *1|$x               ; invalid bulk length
          *1|$-1              ; invalid bulk length
          *1|$536870913       ; invalid bulk length
          *1|$4|PINGPING|     ; expected CR LF behind a bulk string
          """)
  void whatBreaksTheProtocolIsToldAndEndsTheConnection(String sent, String how) throws IOException {
    assertThat(talk(sent.replace("|", "\r\n"), "PING"))
        .isEqualTo("-ERR Protocol error: " + how + "|");
  }

  @Test
  void emptyArraysAndLinesAreNoCommands() throws IOException {
    assertThat(talk("*0", "*-1", "", "PING")).isEqualTo("+PONG|");
  }

  @Test
  void aCommandThatIsTooLargeIsReadToItsEndAndRefused() throws IOException {
    String large = "x".repeat(OpenDoor.LARGEST_VALUE + 1);
    assertThat(talk(command("SET", "a", large) + command("SET", "b", "x") + "PING"))
        .isEqualTo("-ERR string exceeds maximum allowed size (proto-max-bulk-len)|+OK|+PONG|");
    String half = large.substring(1);
    assertThat(talk(command("MSET", "a", half, "b", half, "c", half, "d", half) + "GET a"))
        .isEqualTo("-ERR a command has at most 262144 bytes|$-1|");
    assertThat(talk(command("SET", "a", half) + "APPEND a x"))
        .endsWith("-ERR string exceeds maximum allowed size (proto-max-bulk-len)|");
    assertThat(talk(command("GET", "k".repeat(1025)) + command("GET", "")))
        .isEqualTo("-ERR a key has 1 to 1024 bytes|-ERR a key has 1 to 1024 bytes|");
  }

  @Test
  void moreBytesThanTheNodeHasRoomForAreRefused() throws IOException {
    String value = "x".repeat(30_000);
    int most = OpenDoor.MOST_BYTES - 1;
    assertThat(door.gate().tryEnter(most)).isTrue();
    try {
      assertThat(talk(command("SET", "a", value) + "SET b small"))
          .isEqualTo("-OVERLOADED too many bytes are under way|+OK|");
    } finally {
      door.gate().leave(most);
    }
    assertThat(talk(command("SET", "a", value))).isEqualTo("+OK|");
  }

  @Test
  void keysAndValuesAreTheSameAsUnderKv() throws IOException {
    var put =
        new Operation.Put(
            Key.of("greeting"),
            Value.of("hello".getBytes(ISO_8859_1), "text/plain", 7),
            0,
            Condition.ALWAYS,
            Duration.ofSeconds(1));
    assertThat(door.gateway().execute(put)).isInstanceOf(Outcome.Stored.class);

    assertThat(talk("GET greeting", "APPEND greeting !")).isEqualTo("$5|hello|:6|");
    var pair = door.gateway().stored(Key.of("greeting"));
    assertThat(pair).isNotNull();
    assertThat(pair.value()).isEqualTo(Value.of("hello!".getBytes(ISO_8859_1), "text/plain", 7));
  }

  @Test
  void whatTheThirdProtocolWritesOtherwise() throws IOException {
    assertThat(talk("HELLO 3", "GET none", "CONFIG GET save", "HELLO 2", "GET none"))
        .contains("%7|$6|server|$5|redis|$7|version|")
        .contains("$5|proto|:3|$2|id|:")
        .contains("$4|role|$6|master|$7|modules|*0|_|%1|$4|save|$0||*14|")
        .endsWith("$7|modules|*0|$-1|");
  }

  @Test
  void anUnknownOutcomeIsToldAndNotTriedAgain() throws IOException {
    var route = door.gateway().route();
    door.gateway().answerNext(new Outcome.Unknown("n2 does not\r\nanswer", route));
    assertThat(talk("SET a x")).isEqualTo("-UNKNOWN outcome unknown: n2 does not answer|");
    door.gateway().answerNext(new Outcome.Unavailable("all are down", List.of(), route));
    assertThat(talk("GET a")).isEqualTo("-UNAVAILABLE range unavailable: all are down|");
    door.gateway().answerNext(new Outcome.Unavailable("all are down", List.of(), route));
    assertThat(talk("SCAN 0")).isEqualTo("-UNAVAILABLE range unavailable: all are down|");
    door.gateway().answerNext(new Outcome.Full("no room", route));
    assertThat(talk("SET a x")).isEqualTo("-OOM out of memory: no room|");
    assertThat(door.gateway().size()).isZero();
  }

  @Test
  void olderCommandsAndNumbers() throws IOException {
    assertThat(
            talk("SETNX s 1", "SETNX s 2", "GETSET s 3", "SETEX s 5 4", "PSETEX s 5000 5", "TTL s"))
        .isEqualTo(":1|:0|$1|1|+OK|+OK|:5|");
    assertThat(
            talk(
                "INCR n",
                "INCRBY n 41",
                "DECR n",
                "DECRBY n 50",
                "SET t x",
                "INCR t",
                "SET m" + " 9223372036854775807",
                "INCR m",
                "DECRBY m -9223372036854775808",
                "INCRBYFLOAT f 0.1",
                "INCRBYFLOAT f 0.2",
                "INCRBYFLOAT f 5.0e3",
                "INCRBYFLOAT t 1",
                "INCRBYFLOAT f 1e999999999",
                "INCRBYFLOAT f -5000.3",
                "SET z 01",
                "INCR z"))
        .isEqualTo(
            ":1|:42|:41|:-9|+OK|-ERR value is not an integer or out of range|+OK|"
                + "-ERR increment or decrement would overflow|-ERR decrement would overflow|"
                + "$3|0.1|$3|0.3|$6|5000.3|-ERR value is not a valid float|"
                + "-ERR value is not a valid float|$1|0|+OK|"
                + "-ERR value is not an integer or out of range|");
  }

  @Test
  void expiry() {
    try (Jedis jedis = jedis(RedisProtocol.RESP2)) {
      assertThat(jedis.set("a", "1", SetParams.setParams().ex(100))).isEqualTo("OK");
      assertThat(jedis.ttl("a")).isEqualTo(100);
      assertThat(jedis.pttl("a")).isCloseTo(100_000, within(5_000L));
      assertThat(jedis.set("a", "2", SetParams.setParams().keepTtl())).isEqualTo("OK");
      assertThat(jedis.ttl("a")).isEqualTo(100);
      assertThat(jedis.append("a", "3")).isEqualTo(2);
      assertThat(jedis.ttl("a")).isEqualTo(100);
      assertThat(jedis.persist("a")).isEqualTo(1);
      assertThat(jedis.persist("a")).isZero();
      assertThat(jedis.ttl("a")).isEqualTo(-1);
      assertThat(jedis.expire("a", 50)).isEqualTo(1);
      assertThat(jedis.pexpire("a", 60_000)).isEqualTo(1);
      assertThat(jedis.ttl("a")).isEqualTo(60);
      assertThat(jedis.expire("none", 50)).isZero();
      assertThat(jedis.expireAt("a", System.currentTimeMillis() / 1000 + 500)).isEqualTo(1);
      assertThat(jedis.ttl("a")).isCloseTo(500, within(2L));
      assertThat(jedis.getEx("a", new GetExParams().ex(70))).isEqualTo("23");
      assertThat(jedis.ttl("a")).isEqualTo(70);
      assertThat(jedis.expire("a", -1)).isEqualTo(1);
      assertThat(jedis.exists("a")).isFalse();
      jedis.set("b", "x", SetParams.setParams().px(20));
      await().until(() -> jedis.get("b") == null);
    }
  }

  @Test
  void anEndIsMovedOnlyAsTheConditionSays() throws IOException {
    assertThat(
            talk(
                "SET a x",
                "EXPIRE a 10 XX",
                "EXPIRE a 10 GT",
                "EXPIRE a 50 NX",
                "EXPIRE a 60 NX",
                "EXPIRE a 40 GT",
                "EXPIRE a 90 GT",
                "EXPIRE a 95 XX LT",
                "EXPIRE a 20 XX LT",
                "TTL a",
                "EXPIRE a 5 YY",
                "EXPIRE a 5 GT LT"))
        .isEqualTo(
            "+OK|:0|:0|:1|:0|:0|:1|:0|:1|:20|-ERR Unsupported option YY|"
                + "-ERR GT and LT options at the same time are not compatible|");
  }

  @Test
  void clientsOfBothProtocols() {
    for (RedisProtocol protocol : List.of(RedisProtocol.RESP2, RedisProtocol.RESP3)) {
      door.gateway().clear();
      try (Jedis jedis = jedis(protocol)) {
        assertThat(jedis.set("a", "1")).isEqualTo("OK");
        assertThat(jedis.get("a")).isEqualTo("1");
        assertThat(jedis.get("none")).isNull();
        assertThat(jedis.set("a", "2", SetParams.setParams().nx())).isNull();
        assertThat(jedis.set("a", "2", SetParams.setParams().xx())).isEqualTo("OK");
        assertThat(jedis.setGet("a", "3")).isEqualTo("2");
        assertThat(jedis.setGet("a", "5")).isEqualTo("3");
        assertThat(jedis.mset("b", "6", "c", "7")).isEqualTo("OK");
        assertThat(jedis.mget("a", "none", "b", "b")).containsExactly("5", null, "6", "6");
        assertThat(jedis.exists("a", "b", "none", "a")).isEqualTo(3);
        assertThat(jedis.strlen("a")).isEqualTo(1);
        assertThat(jedis.type("a")).isEqualTo("string");
        assertThat(jedis.type("none")).isEqualTo("none");
        assertThat(jedis.getDel("c")).isEqualTo("7");
        assertThat(jedis.keys("?")).containsExactlyInAnyOrder("a", "b");
        assertThat(jedis.dbSize()).isEqualTo(2);
        assertThat(jedis.del("a", "a", "none")).isEqualTo(1);
        assertThat(jedis.unlink("b")).isEqualTo(1);
        assertThat(jedis.clientSetname("me")).isEqualTo("OK");
        assertThat(jedis.clientGetname()).isEqualTo("me");
        assertThat(jedis.clientId()).isPositive();
        assertThat(jedis.info("server")).contains("redis_version:").doesNotContain("clients");
        assertThat(jedis.configGet("save")).containsEntry("save", "");
        var pipeline = jedis.pipelined();
        var counts = new ArrayList<Response<Long>>();
        for (int i = 0; i < 500; i++) {
          counts.add(pipeline.incr("n"));
        }
        pipeline.sync();
        assertThat(counts.getLast().get()).isEqualTo(500);
      }
    }
  }

  @Test
  void aScanGivesEachKeyOnce() {
    try (Jedis jedis = jedis(RedisProtocol.RESP2)) {
      var stored = new ArrayList<String>();
      for (int i = 0; i < 50; i++) {
        stored.add((i % 2 == 0 ? "even:" : "odd:") + i);
        jedis.set(stored.getLast(), "x");
      }
      var even = new ArrayList<String>();
      var all = new ArrayList<String>();
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        var page = jedis.scan(cursor, new ScanParams().count(2));
        assertThat(page.getResult()).hasSizeBetween(1, 2);
        all.addAll(page.getResult());
        cursor = page.getCursor();
      } while (!cursor.equals("0"));
      assertThat(all).containsExactlyInAnyOrderElementsOf(stored);
      do {
        var page = jedis.scan(cursor, new ScanParams().match("even:*").count(1000));
        even.addAll(page.getResult());
        cursor = page.getCursor();
      } while (!cursor.equals("0"));
      assertThat(even).hasSize(25).allMatch(key -> key.startsWith("even:"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "h?llo, hello, true",
    "h?llo, hllo, false",
    "h*o, ho, true",
    "h[ae]llo, hallo, true",
    "h[^e]llo, hello, false",
    "h[a-c]llo, hbllo, true",
    "h[a-c]llo, hdllo, false",
    "h\\*llo, h*llo, true",
    "h\\*llo, hello, false",
    "*a*b*c, xxaxxbxxbxxc, true",
    "*a*b*c, xxaxxbxxd, false",
    "[a, a, true",
    "a\\, a\\, true",
  })
  void patterns(String pattern, String key, boolean matches) {
    assertThat(new Glob(pattern.getBytes(ISO_8859_1)).matches(key.getBytes(ISO_8859_1)))
        .isEqualTo(matches);
  }

  @Test
  void aPatternOfManyStarsTakesNoTimeToSpeakOf() {
    byte[] pattern = ("a*".repeat(500) + "b").getBytes(ISO_8859_1);
    assertThat(new Glob(pattern).matches("a".repeat(1000).getBytes(ISO_8859_1))).isFalse();
  }

  @Test
  void aHundredClientsLoseNoIncrement() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<?>>();
      for (int i = 0; i < 100; i++) {
        clients.add(
            executor.submit(
                () -> {
                  try (var client = new RawClient(door.port())) {
                    for (int j = 0; j < 20; j++) {
                      assertThat(client.send(command("INCR", "n")).line()).matches(":[0-9]+");
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    assertThat(talk("GET n")).isEqualTo("$4|2000|");
  }

  @Test
  void malformedMessagesDoNoHarm() throws IOException {
    var valid =
        List.of(
            command("SET", "alpha", "0123456789", "EX", "100", "NX", "GET"),
            command("GET", "alpha") + command("APPEND", "alpha", "more"),
            command("MSET", "beta", "1", "gamma", "2") + command("MGET", "beta", "gamma"),
            command("INCRBY", "delta", "5") + command("INCRBYFLOAT", "delta", "1.5"),
            command("EXPIRE", "alpha", "10", "GT") + command("GETEX", "alpha", "PERSIST"),
            command("DEL", "alpha", "beta") + command("EXISTS", "alpha") + command("TTL", "alpha"),
            command("SCAN", "0", "MATCH", "[a-c]*", "COUNT", "5") + command("KEYS", "*"),
            command("HELLO", "3", "AUTH", "default", "x", "SETNAME", "me") + command("INFO"),
            command("CLIENT", "SETINFO", "LIB-NAME", "x") + command("COMMAND") + command("DBSIZE"),
            "SET epsilon 'a b'\r\nGET \"epsilon\"\r\nPING\r\nQUIT\r\n");
    new Fuzz(door, valid).run("SET a x\r\nGET a\r\n", "+OK\r\n$1\r\nx\r\n");
  }
}
