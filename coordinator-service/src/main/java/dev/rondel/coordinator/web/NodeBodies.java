package dev.rondel.coordinator.web;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Nodes as JSON. */
final class NodeBodies {

  private NodeBodies() {}

  record NodeBody(
      String id,
      @Schema(
              description =
                  "in the ring, draining, out of it, or replaced: down for so long that others take"
                      + " its ranges until it is heard again")
          String standing,
      boolean up,
      String httpAddress,
      String peerAddress,
      String zone,
      double weight,
      int tokens,
      @Schema(description = "the part of the ring that it should own") double share,
      @Schema(description = "ranges whose writes it takes") long heads,
      @Schema(description = "ranges that it serves") long serves,
      @Schema(description = "ranges that it copies") long learns,
      @Schema(description = "live pairs in its store, replicas included") long pairs,
      long bytes,
      long incarnation) {}

  static List<NodeBody> all(Snapshot now) {
    return now.view().members().stream().map(member -> of(now, member)).toList();
  }

  static NodeBody of(Snapshot now, Member member) {
    NodeId id = member.id();
    Heartbeat last = now.heartbeats().getOrDefault(id, Heartbeat.NONE);
    return new NodeBody(
        id.value(),
        Names.lower(member.standing()),
        member.up(),
        member.httpAddress(),
        member.peerAddress(),
        member.zone(),
        member.weight(),
        member.tokens().size(),
        now.target().ring().share(id),
        count(now, range -> range.head().equals(id)),
        count(now, range -> range.chain().contains(id)),
        count(now, range -> range.learners().contains(id)),
        last.pairs(),
        last.bytes(),
        member.incarnation());
  }

  private static long count(Snapshot now, Predicate<Range> condition) {
    return now.view().ranges().stream().filter(condition).count();
  }

  record NodesBody(long epoch, List<NodeBody> nodes) {}

  /** A node that should take part in the ring. */
  record NodeJoin(
      @Schema(example = "node_3009") @NotBlank @Size(max = 64) String id,
      @Schema(
              description = "its part of the ring, 1 = as large as another of weight 1",
              example = "1")
          @DecimalMin("0.01")
          @DecimalMax("100")
          @Nullable Double weight,
      @Schema(example = "zone-a") @Size(max = 64) @Nullable String zone) {}

  /** What of a node can be changed; what is left out stays. */
  record NodePatch(
      @Schema(example = "2") @DecimalMin("0.01") @DecimalMax("100") @Nullable Double weight,
      @Schema(example = "zone-a") @Size(max = 64) @Nullable String zone) {}
}
