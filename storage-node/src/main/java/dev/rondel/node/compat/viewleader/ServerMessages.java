package dev.rondel.node.compat.viewleader;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.LocalNames;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.view.View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answers, in the words of that system. {@code set} and {@code query_all_keys} are of
 * the server's own names, {@code setr} and {@code getr} of the table. {@code get} looks into the
 * table where there is no such name, for that system's clients read by it what {@code setr} stored.
 */
final class ServerMessages {

  private static final Logger log = LoggerFactory.getLogger(ServerMessages.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int COPIES = 3;
  private static final String TEXT = "text/plain;charset=UTF-8";

  /** That system's client waits for five seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final LocalNames names;
  private final Gateway gateway;
  private final Keys keys;
  private final Votes votes = new Votes();

  ServerMessages(LocalNames names, Gateway gateway, Keys keys) {
    this.names = names;
    this.gateway = gateway;
    this.keys = keys;
  }

  byte[] answer(byte[] message) {
    Map<String, ?> answer;
    try {
      answer = answer(JSON.readTree(new String(message, StandardCharsets.UTF_8)));
    } catch (JacksonException malformed) {
      answer = Map.of("error", "this is no JSON");
    } catch (IllegalArgumentException nonsense) {
      answer = Map.of("error", String.valueOf(nonsense.getMessage()));
    } catch (Problem problem) {
      answer = Map.of("error", problem.detail());
    } catch (RuntimeException bug) {
      log.error("a message was not answered", bug);
      answer = Map.of("error", "the server made a mistake");
    }
    return JSON.writeValueAsBytes(answer);
  }

  private Map<String, ?> answer(JsonNode message) {
    return switch (text(message, "cmd")) {
      case "set" -> set(message);
      case "get" -> get(message);
      case "query_all_keys" -> Map.of("result", names.names());
      case "print" -> print(message);
      case "setr_request" -> vote(message);
      case "setr" -> setr(message);
      case "setr_deny" -> {
        votes.end(text(message, "key"));
        yield Map.of();
      }
      case "getr" -> getr(key(message));
      case String other -> throw new IllegalArgumentException("unknown command: " + other);
    };
  }

  private Map<String, ?> set(JsonNode message) {
    String name = key(message).toString();
    byte[] value = text(message, "val").getBytes(StandardCharsets.UTF_8);
    return names.set(name, value)
        ? Map.of("status", "ok")
        : Map.of("error", "this server has as many names as it may have");
  }

  private Map<String, ?> get(JsonNode message) {
    Key key = key(message);
    return names
        .get(key.toString())
        .<Map<String, ?>>map(
            value -> Map.of("status", "ok", "value", new String(value, StandardCharsets.UTF_8)))
        .orElseGet(() -> getr(key));
  }

  private static Map<String, ?> print(JsonNode message) {
    JsonNode text = message.path("text");
    if (!text.isArray() || !text.values().stream().allMatch(JsonNode::isString)) {
      throw new IllegalArgumentException("text is no list of words");
    }
    String words = text.values().stream().map(JsonNode::asString).collect(Collectors.joining(" "));
    log.info("printed: {}", words.replaceAll("\\p{Cntrl}", " "));
    return Map.of("status", "ok");
  }

  private Map<String, ?> vote(JsonNode message) {
    boolean free = votes.ask(key(message).toString(), System.nanoTime());
    return Map.of("reply", free ? "ok" : "no", "epoch", gateway.view().epoch().value());
  }

  private Map<String, ?> setr(JsonNode message) {
    Key key = key(message);
    Value value = Value.of(text(message, "val").getBytes(StandardCharsets.UTF_8), TEXT);
    votes.end(key.toString());
    View view = gateway.view();
    if (!view.keepsCopies(COPIES)) {
      return Map.of(
          "status",
          "setr not successful: the ring keeps %d copies of a pair, not %d"
              .formatted(view.replicationFactor(), COPIES));
    }
    var put = new Operation.Put(key, value, 0, Condition.ALWAYS, TIMEOUT);
    return switch (gateway.execute(put)) {
      case Outcome.Stored _ -> Map.of("status", "setr successful");
      case Outcome.Unknown _ -> Map.of("status", "setr outcome unknown");
      case Outcome _ -> Map.of("status", "setr not successful");
    };
  }

  private Map<String, ?> getr(Key key) {
    return switch (gateway.execute(new Operation.Get(key, TIMEOUT))) {
      case Outcome.Found found -> {
        byte[] value = Objects.requireNonNull(found.pair().value()).bytes();
        yield Map.of("status", "ok", "value", new String(value, StandardCharsets.UTF_8));
      }
      case Outcome.Missing _ -> Map.of("status", "not_found");
      case Outcome _ -> Map.of("status", "unable to retrieve " + key + " from any server");
    };
  }

  private Key key(JsonNode message) {
    return keys.ofText(text(message, "key"));
  }

  private static String text(JsonNode message, String field) {
    JsonNode value = message.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException("no " + field);
    }
    return value.asString();
  }
}
