package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.view.Placement;
import dev.rondel.view.View;
import dev.rondel.wire.FingersDocument;
import dev.rondel.wire.KeyPlace;
import dev.rondel.wire.RingDocument;
import dev.rondel.wire.Via;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ring as this node sees it: its view, and where a key belongs. */
@RestController
@Tag(name = ApiDocs.RING)
final class RingController {

  private static final String FINGERS_OF_THREE =
      """
      {"node": "node_3000", "epoch": 34, "position": "00000000000000000000000000000000",
       "fingers": [
        {"first": 0, "last": 126, "node": "node_3001", "address": "localhost:3001",
         "start": "00000000000000000000000000000001", "end": "80000000000000000000000000000000"},
        {"first": 127, "last": 127, "node": "node_3002", "address": "localhost:3002",
         "start": "80000000000000000000000000000000", "end": "00000000000000000000000000000000"}]}
      """;

  private final Gateway gateway;
  private final NodeProperties properties;
  private final Keys keys;

  RingController(Gateway gateway, NodeProperties properties, Limits limits) {
    this.gateway = gateway;
    this.properties = properties;
    this.keys = new Keys(limits);
  }

  @GetMapping("/ring")
  @Operation(
      summary = "The view that this node has applied: its nodes, and the ranges with their chains")
  RingDocument ring() {
    return RingDocument.of(gateway.view());
  }

  /**
   * Where this node has its coordinator, as it was told.
   *
   * @param coordinatorGrpc null where it is the port of {@code coordinator} + 10000
   */
  record CoordinatorAddress(String coordinator, @Nullable String coordinatorGrpc) {}

  @GetMapping("/ring/coordinator")
  @Operation(
      summary = "Where this node has its coordinator",
      description = "A new node that was given `rondel.member` asks for it.")
  CoordinatorAddress coordinator() {
    if (properties.standalone()) {
      throw Problem.of(
          ErrorCode.NO_SUCH_PATH, "A standalone node has no coordinator service; see /dht/join.");
    }
    return new CoordinatorAddress(
        properties.coordinator().toString(), properties.coordinatorGrpc());
  }

  @GetMapping("/ring/lookup")
  @Operation(summary = "Where a key belongs, and why", description = "The key need not exist.")
  KeyPlace lookup(
      @Parameter(description = "the key as text", example = "greeting")
          @RequestParam(required = false)
          @Nullable String key,
      @Parameter(description = "or the key in base64url") @RequestParam(required = false)
          @Nullable String key64,
      @Parameter(
              description = "'fingers' tells the way from here to the key's head too",
              schema = @Schema(allowableValues = {"direct", "fingers"}))
          @RequestParam(required = false)
          @Nullable String via) {
    View view = gateway.view();
    KeyPlace place = KeyPlace.of(keys.ofEither(key, key64), view, Placement.of(view));
    Via asked =
        via == null
            ? Via.DIRECT
            : Via.named(via)
                .orElseThrow(
                    () -> Problem.of(ErrorCode.BAD_PARAMETER, "'via' is " + Via.CHOICE + "."));
    return asked == Via.FINGERS ? place.withWay(gateway.self(), view) : place;
  }

  @GetMapping("/fingers")
  @Operation(
      summary = "The fingers of this node, by the view that it has applied",
      description =
          "Finger i is the first node that is up at or after position + 2^i on a circle of 2^128"
              + " points, on which the nodes that are up stand evenly, in the order of their ids. A"
              + " request that travels goes to the finger in whose interval its destination lies.")
  @ApiResponse(
      responseCode = "200",
      description = "the fingers, nearest first; `end` does not belong to the interval",
      useReturnTypeSchema = true,
      content = @Content(examples = @ExampleObject(FINGERS_OF_THREE)))
  FingersDocument fingers(
      @Parameter(
              description =
                  "all 128 fingers, each for itself; else neighbours that are the same node are"
                      + " one")
          @RequestParam(defaultValue = "false")
          boolean all) {
    return FingersDocument.of(gateway.self(), gateway.view(), all);
  }
}
