package dev.rondel.coordinator.compat.chord;

import dev.rondel.coordinator.compat.chord.ChordBodies.Created;
import dev.rondel.coordinator.compat.chord.ChordBodies.Detail;
import dev.rondel.coordinator.compat.chord.ChordBodies.Invalid;
import dev.rondel.coordinator.compat.chord.ChordBodies.Item;
import dev.rondel.coordinator.compat.chord.ChordBodies.ItemKeyBody;
import dev.rondel.coordinator.compat.chord.ChordBodies.NodeIdBody;
import dev.rondel.coordinator.compat.chord.ChordBodies.Removed;
import dev.rondel.coordinator.compat.chord.ChordBodies.Slots;
import dev.rondel.coordinator.web.Operator;
import dev.rondel.coordinator.web.Problem;
import dev.rondel.pair.Key;
import dev.rondel.ring.HashRing;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@Tag(name = "compatibility")
class ChordController {

  private static final BigInteger RING_SIZE = BigInteger.TWO.pow(Token.BYTES * 8);

  private final Operator operator;
  private final JsonMapper json;

  ChordController(Operator operator, JsonMapper json) {
    this.operator = operator;
    this.json = json;
  }

  @Operation(summary = "Is the coordinator there?")
  @GetMapping(
      path = {"/healthcheck", "/healthcheck/"},
      produces = "application/json")
  String healthcheck() {
    return "\"Health - OK\"";
  }

  @Operation(
      summary = "Let a node join the ring",
      description = "The node has to run. Its data follows in the background.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = NodeIdBody.class))))
  @PostMapping({"/add_node", "/add_node/"})
  Created addNode(@RequestBody(required = false) byte @Nullable [] body) {
    NodeId node = node(body);
    operator.join(node, null, null);
    return new Created(node.value());
  }

  @Operation(
      summary = "Let a node leave the ring",
      description = "Its data moves to others first, in the background.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = NodeIdBody.class))))
  @PostMapping({"/remove_node", "/remove_node/"})
  Removed removeNode(@RequestBody(required = false) byte @Nullable [] body) {
    NodeId node = node(body);
    operator.drain(node);
    return new Removed(node.value());
  }

  @Operation(
      summary = "Let a node join the ring, and answer when the data has moved",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = NodeIdBody.class))))
  @PostMapping({"/add_new_node_with_redistribution", "/add_new_node_with_redistribution/"})
  Created addNodeWithRedistribution(@RequestBody(required = false) byte @Nullable [] body) {
    NodeId node = node(body);
    operator.join(node, null, null);
    operator.awaitQuiet();
    return new Created(node.value());
  }

  @Operation(
      summary = "The node that a key belongs to, and its neighbours on the ring",
      description =
          "succ is the next other node clockwise, which has the first copy; pred the one before. "
              + "A node that is alone is its own neighbour.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = ItemKeyBody.class))))
  @PostMapping({"/item_node_id", "/item_node_id/"})
  Item itemNodeId(@RequestBody(required = false) byte @Nullable [] body) {
    String key = text(body, "item_key");
    if (key.isEmpty()) {
      throw new InvalidBody(
          "item_key", "String should have at least 1 character", "string_too_short");
    }
    HashRing ring = operator.now().target().ring();
    Token token = Hashing.named(operator.now().view().hash()).hash(Key.of(key).bytes());
    NodeId node =
        ring.owner(token)
            .orElseThrow(
                () ->
                    new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "empty-ring",
                        "no node has joined the ring yet"));
    return new Item(
        node.value(),
        ring.successor(token).orElse(node).value(),
        ring.predecessor(token).orElse(node).value());
  }

  @Operation(
      summary = "The slots of the ring and the nodes on them",
      description =
          "The ring has 2^128 slots (max_slot). A node stands on several of them, its tokens:"
              + " nodes[i] stands on slots[i], in ring order. The slots are exact integers, larger"
              + " than a JavaScript number can hold; GET /ring/ranges has them in hexadecimal.")
  @GetMapping({"/slots", "/slots/"})
  Slots slots() {
    HashRing ring = operator.now().target().ring();
    return new Slots(
        ring.tokens().stream().map(token -> ring.owner(token).orElseThrow().value()).toList(),
        ring.tokens().stream().map(token -> new BigInteger(1, token.toBytes())).toList(),
        RING_SIZE);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
  Invalid invalid(InvalidBody invalid) {
    return new Invalid(
        List.of(
            new Detail(
                List.of("body", invalid.field()),
                String.valueOf(invalid.getMessage()),
                invalid.type())));
  }

  private NodeId node(byte @Nullable [] body) {
    String name = text(body, "node_id");
    try {
      return NodeId.of(name);
    } catch (IllegalArgumentException nonsense) {
      throw new InvalidBody("node_id", String.valueOf(nonsense.getMessage()), "value_error");
    }
  }

  private String text(byte @Nullable [] body, String field) {
    JsonNode value = object(body).get(field);
    if (value == null) {
      throw new InvalidBody(field, "Field required", "missing");
    }
    if (!value.isString()) {
      throw new InvalidBody(field, "Input should be a valid string", "string_type");
    }
    return value.stringValue();
  }

  private JsonNode object(byte @Nullable [] body) {
    try {
      JsonNode read =
          json.readTree(new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8));
      if (read.isObject()) {
        return read;
      }
    } catch (JacksonException malformed) {
      throw new InvalidBody("body", "JSON decode error", "json_invalid");
    }
    throw new InvalidBody("body", "Input should be a valid JSON object", "model_attributes_type");
  }
}
