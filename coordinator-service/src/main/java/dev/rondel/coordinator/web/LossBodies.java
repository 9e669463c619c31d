package dev.rondel.coordinator.web;

import dev.rondel.coordinator.core.Loss;
import dev.rondel.ring.NodeId;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator gives up, as JSON. */
final class LossBodies {

  private LossBodies() {}

  /** Nodes that will never return. */
  record LossWish(
      @Schema(example = "[\"node_3003\"]") @NotEmpty @Size(max = 1000)
          List<@NotBlank @Size(max = 64) String> nodes,
      @Schema(
              description = "false: only say what would be lost; true: give it up, for good",
              example = "false")
          @Nullable Boolean confirm) {

    boolean isConfirmed() {
      return Boolean.TRUE.equals(confirm);
    }
  }

  record LossBody(
      List<String> nodes,
      @Schema(description = "whether it was done; else it is only told") boolean accepted,
      @Schema(description = "of the view that was looked at") long epoch,
      @Schema(description = "an estimate") long keys,
      @Schema(description = "every range that begins empty") List<LostRange> ranges) {

    static LossBody of(Set<NodeId> nodes, boolean accepted, Loss loss) {
      return new LossBody(
          nodes.stream().map(NodeId::value).toList(),
          accepted,
          loss.epoch(),
          loss.keys(),
          loss.parts().stream().map(LossBodies::lostRange).toList());
    }
  }

  record LostRange(
      String after,
      String token,
      @Schema(description = "its part of the ring") double share,
      @Schema(description = "who has its data") List<String> holders,
      @Schema(description = "an estimate") long keys) {}

  private static LostRange lostRange(Loss.Part part) {
    return new LostRange(
        part.arc().after().toString(),
        part.arc().to().toString(),
        part.arc().share(),
        RingBodies.names(part.holders()),
        part.keys());
  }
}
