package dev.rondel.shell;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.Route;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of an operation on one key, as JSON and in words. */
final class PairJson {

  private PairJson() {}

  static Map<String, Object> found(Key key, ReadOutcome.Found found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    value(json, found.value());
    json.put("contentType", found.value().contentType());
    json.put("version", found.version().value());
    route(json, found.route());
    return json;
  }

  static Map<String, Object> missing(Key key, Route route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    json.put("missing", true);
    route(json, route);
    return json;
  }

  static Map<String, Object> stored(Key key, Version version, Route route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    json.put("version", version.value());
    route(json, route);
    return json;
  }

  static Map<String, Object> deleted(Key key, Route route) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.toString());
    json.put("deleted", true);
    route(json, route);
    return json;
  }

  /** Text as {@code value}; anything else as {@code valueBase64}. */
  private static void value(Map<String, Object> json, Value value) {
    try {
      json.put(
          "value",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.bytes())).toString());
    } catch (CharacterCodingException binary) {
      json.put("valueBase64", Base64.getEncoder().encodeToString(value.bytes()));
    }
  }

  private static void route(Map<String, Object> json, Route route) {
    route.primary().ifPresent(primary -> json.put("primary", primary.value()));
    json.put("replicas", names(route));
    json.put("servedBy", route.servedBy().value());
    json.put("epoch", route.epoch().value());
    if (!route.path().isEmpty()) {
      json.put("path", route.path().stream().map(NodeId::value).toList());
    }
  }

  static List<String> names(Route route) {
    return route.replicas().stream().map(NodeId::value).toList();
  }

  /** {@code node_3004 answered; on node_3004, node_3007}. */
  static String told(Route route) {
    return route.servedBy() + " answered; on " + String.join(", ", names(route));
  }
}
