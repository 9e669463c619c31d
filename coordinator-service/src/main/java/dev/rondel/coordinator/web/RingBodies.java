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

/** The ranges as JSON, and what of the ring can be changed. */
final class RingBodies {

  private RingBodies() {}

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

  /** What of the ring can be changed. */
  record RingPatch(
      @Schema(description = "copies of each pair", example = "3") @NotNull @Min(1) @Max(7)
          Integer replicationFactor) {}

  static List<String> names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).toList();
  }
}
