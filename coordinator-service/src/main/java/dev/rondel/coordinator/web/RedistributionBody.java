package dev.rondel.coordinator.web;

import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.runtime.Snapshot;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What moves, as JSON. */
record RedistributionBody(
    long epoch,
    @Schema(
            description =
                "converged, moving, or degraded: what is left waits for nodes that are down")
        String state,
    int ranges,
    int rangesInPlace,
    int rangesCopying,
    int rangesOpening,
    int rangesWaiting,
    int rangesUnavailable,
    int rangesUnderReplicated,
    @Schema(description = "of all moves, and of those that have yet to begin; an estimate")
        long keysLeft,
    @Schema(description = "the same in bytes; an estimate") long bytesLeft,
    long keysPerSecond,
    long bytesPerSecond,
    @Schema(description = "null where nothing is copied") @Nullable Long secondsLeft,
    List<MoveBody> moves) {

  record MoveBody(
      String after,
      String token,
      String from,
      String to,
      long keysTotal,
      long keysDone,
      long bytesCopied) {}

  static RedistributionBody of(Snapshot now) {
    Progress progress = now.progress();
    boolean known = progress.keysLeft() > 0 && now.keysPerSecond() > 0;
    return new RedistributionBody(
        now.view().epoch().value(),
        Names.lower(progress.state()),
        progress.ranges(),
        progress.inPlace(),
        progress.copying(),
        progress.opening(),
        progress.waiting(),
        progress.unavailable(),
        progress.underReplicated(),
        progress.keysLeft(),
        progress.bytesLeft(),
        now.keysPerSecond(),
        now.bytesPerSecond(),
        known ? Math.ceilDiv(progress.keysLeft(), now.keysPerSecond()) : null,
        progress.copies().stream().map(RedistributionBody::move).toList());
  }

  private static MoveBody move(Progress.Copy copy) {
    return new MoveBody(
        copy.arc().after().toString(),
        copy.arc().to().toString(),
        copy.from().value(),
        copy.to().value(),
        copy.keysTotal(),
        copy.keysDone(),
        copy.bytesCopied());
  }
}
