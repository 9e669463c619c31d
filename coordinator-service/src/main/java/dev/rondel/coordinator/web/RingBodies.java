package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** The ring as JSON. */
final class RingBodies {

  private RingBodies() {}

  record RingBody(
      @Schema(description = "the number of this view of the ring; it only grows", example = "42")
          long epoch,
      int replicationFactor,
      String hash,
      @Schema(description = "converged, moving or degraded") String state,
      boolean settled,
      int nodesIn,
      int nodesUp,
      int ranges,
      int rangesUnavailable,
      int rangesUnderReplicated,
      List<NodeBodies.NodeBody> nodes) {

    static RingBody of(Snapshot now) {
      View view = now.view();
      return new RingBody(
          view.epoch().value(),
          view.replicationFactor(),
          view.hash(),
          Names.lower(now.progress().state()),
          view.ranges().stream().allMatch(Range::isSettled),
          now.target().ring().nodes().size(),
          (int) view.members().stream().filter(member -> member.up()).count(),
          view.ranges().size(),
          now.progress().unavailable(),
          now.progress().underReplicated(),
          NodeBodies.all(now));
    }
  }

  record RangeBody(
      @Schema(description = "the end of the range, which belongs to it") String token,
      @Schema(description = "the token before, which does not belong to it") String after,
      @Schema(description = "its part of the ring") double share,
      @Schema(description = "who serves it: head first, tail last") List<String> chain,
      List<String> learners,
      long chainEpoch,
      @Schema(description = "whether its head has opened it in this chain epoch") boolean settled,
      List<String> previous,
      @Schema(description = "who should serve it") List<String> placement) {

    static RangeBody of(Snapshot now, int index) {
      View view = now.view();
      Range range = view.ranges().get(index);
      return new RangeBody(
          range.token().toString(),
          view.arc(index).after().toString(),
          view.arc(index).share(),
          names(range.chain()),
          names(range.learners()),
          range.chainEpoch().value(),
          range.isSettled(),
          names(range.previous()),
          names(now.target().replicas(range.token())));
    }
  }

  record RangesBody(long epoch, List<RangeBody> ranges) {}

  record LookupBody(
      String key,
      String hash,
      @Schema(description = "the key's point on the ring") String keyToken,
      RangeBody range,
      long epoch,
      @Schema(description = "whether a member of the chain is up") boolean available,
      @Schema(description = "why the key is where it is") String why) {}

  /** What of the ring can be changed. */
  record RingPatch(
      @Schema(description = "copies of each pair", example = "3") @NotNull @Min(1) @Max(7)
          Integer replicationFactor) {}

  static List<String> names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }
}
