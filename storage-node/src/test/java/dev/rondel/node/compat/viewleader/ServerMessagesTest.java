package dev.rondel.node.compat.viewleader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.LocalNames;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Limits;
import dev.rondel.pair.Key;
import dev.rondel.wire.FrameServer;
import dev.rondel.wire.MalformedFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The messages of that system's client to a server, over TCP. */
class ServerMessagesTest {

  private static final DataSize SIZE = DataSize.ofKilobytes(1);

  @TempDir Path directory;
  private final InMemoryGateway gateway = new InMemoryGateway();
  private LocalNames names;
  private FrameServer server;

  @BeforeEach
  void start() throws IOException {
    names = new LocalNames(directory);
    var limits = new Limits(SIZE, SIZE, SIZE, 1, 1, 1);
    var messages = new ServerMessages(names, gateway, new Keys(limits));
    server = FrameServer.open("localhost", 0, 1, (_, bytes) -> messages.answer(bytes));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private JsonNode ask(String message) throws IOException {
    byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonMapper.shared().readTree(FrameServer.call("localhost", server.port(), bytes));
  }

  private void expect(String message, String answer) throws IOException {
    assertThat(ask(message)).isEqualTo(JsonMapper.shared().readTree(answer.replace('\'', '"')));
  }

  @Test
  void aServersOwnNamesAreApartFromTheTable() throws IOException {
    expect("{'cmd':'get','key':'a','server':'x'}", "{'status':'not_found'}");
    expect("{'cmd':'set','key':'a','val':'1'}", "{'status':'ok'}");
    expect("{'cmd':'get','key':'a'}", "{'status':'ok','value':'1'}");
    expect("{'cmd':'query_all_keys'}", "{'result':['a']}");
    expect("{'cmd':'getr','key':'a'}", "{'status':'not_found'}");
    expect("{'cmd':'print','text':['hello','there']}", "{'status':'ok'}");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void aClientThatAsksForVotesSetsInTheTableAndReadsByGet() throws IOException {
    expect("{'cmd':'setr_request','key':'k'}", "{'reply':'ok','epoch':7}");
    expect("{'cmd':'setr_request','key':'k'}", "{'reply':'no','epoch':7}");
    expect("{'cmd':'setr_deny','key':'k'}", "{}");
    expect("{'cmd':'setr_request','key':'k'}", "{'reply':'ok','epoch':7}");
    expect("{'cmd':'setr','key':'k','val':'v'}", "{'status':'setr successful'}");
    expect("{'cmd':'setr_request','key':'k'}", "{'reply':'ok','epoch':7}");
    expect("{'cmd':'get','key':'k'}", "{'status':'ok','value':'v'}");
    expect("{'cmd':'query_all_keys'}", "{'result':[]}");
    assertThat(gateway.keys()).containsExactly(Key.of("k"));
  }

  @Test
  void withTooFewCopiesNothingIsSet() throws IOException {
    gateway.replicate(1);
    expect(
        "{'cmd':'setr','key':'k','val':'v'}",
        "{'status':'setr not successful: the ring keeps 1 copies of a pair, not 3'}");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void whatIsNoMessageGetsAnErrorObjectAndStoresNothing() throws IOException {
    List<String> nonsense =
        List.of(
            "",
            "[",
            "null",
            "{'cmd':'set'}",
            "{'cmd':'set','key':'','val':'v'}",
            "{'cmd':'set','key':'a','val':[]}",
            "{'cmd':'print','text':'x'}",
            "{'cmd':'shutdown'}");
    for (String message : nonsense) {
      assertThat(ask(message).has("error")).as(message).isTrue();
    }
    assertThat(names.names()).isEmpty();
    assertThat(gateway.size()).isZero();
  }

  @Test
  void aThousandMalformedMessagesDoNoHarm() throws IOException {
    List<String> valid =
        List.of(
            "{\"cmd\":\"get\",\"key\":\"k\"}",
            "{\"cmd\":\"print\",\"text\":[\"a\",\"b\"]}",
            "{\"cmd\":\"setr_request\",\"key\":\"k\"}",
            "{\"cmd\":\"query_all_keys\"}");
    MalformedFrames.send(server.port(), 1_000, 38_000, valid);
    assertThat(names.names()).isEmpty();
    assertThat(gateway.size()).isZero();
    expect("{'cmd':'query_all_keys'}", "{'result':[]}");
  }
}
