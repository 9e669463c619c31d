package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.view.Placement;
import dev.rondel.view.View;
import dev.rondel.wire.KeyPlace;
import dev.rondel.wire.RingDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ring as this node sees it: its view, and where a key belongs. */
@RestController
@Tag(name = ApiDocs.RING)
final class RingController {

  private final Gateway gateway;
  private final Keys keys;

  RingController(Gateway gateway, Limits limits) {
    this.gateway = gateway;
    this.keys = new Keys(limits);
  }

  @GetMapping("/ring")
  @Operation(
      summary = "The view that this node has applied: its nodes, and the ranges with their chains")
  RingDocument ring() {
    return RingDocument.of(gateway.view());
  }

  @GetMapping("/ring/lookup")
  @Operation(summary = "Where a key belongs, and why", description = "The key need not exist.")
  KeyPlace lookup(
      @Parameter(description = "the key as text", example = "greeting")
          @RequestParam(required = false)
          @Nullable String key,
      @Parameter(description = "or the key in base64url") @RequestParam(required = false)
          @Nullable String key64) {
    View view = gateway.view();
    return KeyPlace.of(keys.ofEither(key, key64), view, Placement.of(view));
  }
}
