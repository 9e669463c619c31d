package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.coordinator.web.NodeBodies.NodeBody;
import dev.rondel.coordinator.web.NodeBodies.NodeJoin;
import dev.rondel.coordinator.web.NodeBodies.NodePatch;
import dev.rondel.coordinator.web.NodeBodies.NodesBody;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member.Standing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/nodes")
class NodesController {

  private static final String EXAMPLE = "node_3000";

  private final Operator operator;

  NodesController(Operator operator) {
    this.operator = operator;
  }

  @Tag(name = "ring")
  @Operation(summary = "All nodes that are known")
  @GetMapping
  NodesBody nodes() {
    Snapshot now = operator.now();
    return new NodesBody(now.view().epoch().value(), NodeBodies.all(now));
  }

  @Tag(name = "ring")
  @Operation(summary = "One node")
  @GetMapping("/{id}")
  NodeBody node(@Parameter(example = EXAMPLE) @PathVariable String id) {
    return body(operator.now(), Names.node(id));
  }

  @Tag(name = "admin")
  @Operation(
      summary = "Let a node that runs, but is out of the ring, join it",
      description =
          "A node that is started for the first time joins by itself. Its data moves to it in the"
              + " background.")
  @PostMapping
  ResponseEntity<NodeBody> join(@Valid @RequestBody NodeJoin join) {
    NodeId node = Names.node(join.id());
    return ResponseEntity.accepted()
        .body(body(operator.join(node, join.weight(), join.zone()), node));
  }

  @Tag(name = "admin")
  @Operation(
      summary = "Drain a node: it gives its data to others, then is out of the ring",
      description =
          "Answers 202 at once, or with wait=true 200 when the node is out. The last node cannot"
              + " leave.")
  @DeleteMapping("/{id}")
  ResponseEntity<NodeBody> drain(
      @Parameter(example = EXAMPLE) @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean wait) {
    NodeId node = Names.node(id);
    Snapshot now = operator.drain(node);
    if (wait) {
      now = operator.awaitOut(node);
    }
    boolean out =
        now.view().member(node).filter(member -> member.standing() == Standing.OUT).isPresent();
    return ResponseEntity.status(out ? HttpStatus.OK : HttpStatus.ACCEPTED).body(body(now, node));
  }

  @Tag(name = "admin")
  @Operation(summary = "Change the weight or the zone of a node; its data moves in the background")
  @PatchMapping("/{id}")
  NodeBody change(
      @Parameter(example = EXAMPLE) @PathVariable String id, @Valid @RequestBody NodePatch patch) {
    NodeId node = Names.node(id);
    if (patch.weight() == null && patch.zone() == null) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "nothing-to-change", "give a weight, a zone, or both");
    }
    return body(operator.adjust(node, patch.weight(), patch.zone()), node);
  }

  private static NodeBody body(Snapshot now, NodeId node) {
    return now.view()
        .member(node)
        .map(member -> NodeBodies.of(now, member))
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND, "unknown-node", "no node '%s' is known".formatted(node)));
  }
}
