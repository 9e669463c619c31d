package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.coordinator.web.RingBodies.RangeBody;
import dev.rondel.coordinator.web.RingBodies.RangesBody;
import dev.rondel.coordinator.web.RingBodies.RingPatch;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import dev.rondel.wire.KeyPlace;
import dev.rondel.wire.RingDocument;
import dev.rondel.wire.Via;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ring")
class RingController {

  private final Operator operator;

  RingController(Operator operator) {
    this.operator = operator;
  }

  @Tag(name = "ring")
  @Operation(
      summary = "The newest view: its nodes, and the ranges with their chains",
      description = "In the same form as every node tells the view that it has applied.")
  @GetMapping
  RingDocument ring() {
    return RingDocument.of(operator.now().view());
  }

  @Tag(name = "ring")
  @Operation(summary = "Every range, in ring order: where it ends, who serves it, who should")
  @GetMapping("/ranges")
  RangesBody ranges() {
    Snapshot now = operator.now();
    int count = now.view().ranges().size();
    return new RangesBody(
        now.view().epoch().value(),
        IntStream.range(0, count).mapToObj(i -> RangeBody.of(now, i)).toList());
  }

  @Tag(name = "ring")
  @Operation(summary = "Explain where a key is, and why")
  @GetMapping("/lookup")
  KeyPlace lookup(
      @Parameter(example = "hello") @RequestParam(required = false) @Nullable String key,
      @Parameter(description = "instead of key: its bytes in base64url")
          @RequestParam(required = false)
          @Nullable String key64,
      @Parameter(
              description = "'fingers' tells the way to the key's head over the finger tables too",
              schema = @Schema(allowableValues = {"direct", "fingers"}))
          @RequestParam(required = false)
          @Nullable String via,
      @Parameter(description = "the node where the way begins; else the first that is up")
          @RequestParam(required = false)
          @Nullable String from) {
    Snapshot now = operator.now();
    KeyPlace place = KeyPlace.of(parse(key, key64), now.view(), now.target());
    if (way(via, from) == Via.DIRECT) {
      return place;
    }
    return startOfWay(from, now.view())
        .map(start -> place.withWay(start, now.view()))
        .orElse(place);
  }

  /** Who names the node where it begins wants to see the way. */
  private static Via way(@Nullable String via, @Nullable String from) {
    if (via == null) {
      return from == null ? Via.DIRECT : Via.FINGERS;
    }
    return Via.named(via).orElseThrow(() -> invalid("via is " + Via.CHOICE));
  }

  private static Optional<NodeId> startOfWay(@Nullable String from, View view) {
    List<NodeId> living = view.living();
    if (from == null) {
      return living.stream().findFirst();
    }
    return Optional.of(
        living.stream()
            .filter(node -> node.value().equals(from))
            .findFirst()
            .orElseThrow(() -> invalid("no node '" + from + "' is up; there are " + living)));
  }

  private static Problem invalid(String detail) {
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-parameter", detail);
  }

  private static Key parse(@Nullable String key, @Nullable String key64) {
    if ((key == null) == (key64 == null)) {
      throw new Problem(HttpStatus.BAD_REQUEST, "missing-parameter", "give one of key and key64");
    }
    try {
      return key != null ? Key.of(key) : Key.of(Base64.getUrlDecoder().decode(key64));
    } catch (IllegalArgumentException nonsense) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "invalid-key", String.valueOf(nonsense.getMessage()));
    }
  }

  @Tag(name = "admin")
  @Operation(
      summary = "Change the replication factor",
      description =
          "Copies are made or dropped in the background; GET /redistribution shows how far they"
              + " are.")
  @PatchMapping
  RingDocument change(@Valid @RequestBody RingPatch patch) {
    return RingDocument.of(operator.replicate(patch.replicationFactor()).view());
  }
}
