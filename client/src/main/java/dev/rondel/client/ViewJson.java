package dev.rondel.client;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The view as the services tell it in JSON. */
final class ViewJson {

  private ViewJson() {}

  static View parse(byte[] body) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return new View(
          new Epoch(json.required("epoch").asLong()),
          json.required("replicationFactor").asInt(),
          json.required("hash").asString(),
          children(json.required("nodes")).map(ViewJson::member).toList(),
          children(json.required("ranges")).map(ViewJson::range).toList());
    } catch (JacksonException | IllegalArgumentException notAView) {
      throw new IOException("the ring cannot be read: " + notAView.getMessage(), notAView);
    }
  }

  private static Member member(JsonNode json) {
    return new Member(
        id(json.required("id")),
        json.path("incarnation").asLong(0),
        json.required("http").asString(),
        json.path("peer").asString(""),
        json.path("zone").asString(""),
        json.path("weight").asDouble(1),
        Member.Standing.valueOf(json.path("standing").asString("IN")),
        json.path("up").asBoolean(true),
        tokens(json.path("tokens")));
  }

  /** Nodes tell how many they are, the coordinator tells which. */
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
