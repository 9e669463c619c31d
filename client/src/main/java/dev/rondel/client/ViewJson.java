package dev.rondel.client;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The view as the services tell it in JSON. A node tells it whole at {@code /ring}; the coordinator
 * tells the nodes there, and the ranges at {@code /ring/ranges}.
 */
final class ViewJson {

  private ViewJson() {}

  static JsonNode read(byte[] body) throws IOException {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException notJson) {
      throw new IOException("the ring cannot be read: " + notJson.getMessage(), notJson);
    }
  }

  /** Whether the ranges are in it, and not only their number. */
  static boolean isWhole(JsonNode ring) {
    return ring.path("ranges").isArray();
  }

  /** Whether both are of one view. */
  static boolean belongTogether(JsonNode ring, JsonNode ranges) {
    return ring.path("epoch").equals(ranges.path("epoch"));
  }

  /**
   * @param ring with epoch, replication factor, hash and nodes
   * @param ranges with the ranges; may be the same
   */
  static View parse(JsonNode ring, JsonNode ranges) throws IOException {
    try {
      return new View(
          new Epoch(ring.required("epoch").asLong()),
          ring.required("replicationFactor").asInt(),
          ring.required("hash").asString(),
          children(ring.required("nodes")).map(ViewJson::member).toList(),
          children(ranges.required("ranges")).map(ViewJson::range).toList());
    } catch (JacksonException | IllegalArgumentException notAView) {
      throw new IOException("the ring cannot be read: " + notAView.getMessage(), notAView);
    }
  }

  private static Member member(JsonNode json) {
    return new Member(
        id(json.required("id")),
        json.path("incarnation").asLong(0),
        json.path("httpAddress").asString(json.path("http").asString("")),
        json.path("peerAddress").asString(""),
        json.path("zone").asString(""),
        json.path("weight").asDouble(1),
        Member.Standing.valueOf(json.path("standing").asString("IN").toUpperCase(Locale.ROOT)),
        json.path("up").asBoolean(true),
        tokens(json.path("tokens")));
  }

  /** Empty where only their number is told. */
  private static List<Token> tokens(JsonNode json) {
    return json.isArray()
        ? children(json).map(token -> Token.parse(token.asString())).toList()
        : List.of();
  }

  private static Range range(JsonNode json) {
    return new Range(
        Token.parse(json.required("token").asString()),
        ids(json.required("chain")),
        ids(json.path("learners")),
        new Epoch(json.path("chainEpoch").asLong(0)),
        ids(json.path("previous")));
  }

  private static List<NodeId> ids(JsonNode json) {
    return children(json).map(ViewJson::id).toList();
  }

  private static NodeId id(JsonNode json) {
    return NodeId.of(json.asString());
  }

  private static Stream<JsonNode> children(JsonNode json) {
    return json.values().stream();
  }
}
