package dev.rondel.coordinator.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockGrant;
import dev.rondel.coordinator.lock.LockOutcome;
import dev.rondel.coordinator.lock.LockStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Locks as JSON. */
final class LockBodies {

  private LockBodies() {}

  /** A client asks for a lock. */
  record Acquire(
      @Schema(description = "the name that the client gives itself", example = "ann")
          @NotBlank
          @Size(max = 200)
          String client,
      @Schema(
              description = "how long the lease is to be: 30s, 5m, PT30S; default 30s",
              example = "30s")
          @Size(max = 40)
          @Nullable String ttl,
      @Schema(
              description =
                  "how long the answer may take where somebody else holds it; default 0, at most"
                      + " 10m",
              example = "5s")
          @Size(max = 40)
          @JsonProperty("wait")
          @Nullable String patience) {}

  /** A holder wants to go on. */
  record Renew(
      @Schema(example = "ann") @NotBlank @Size(max = 200) String client,
      @Schema(description = "default: as before", example = "30s") @Size(max = 40)
          @Nullable String ttl) {}

  record Answer(
      @Schema(description = "whether the client holds the lock now") boolean granted,
      String name,
      @Schema(description = "who holds it; null where it is kept for the client whose turn it is")
          @Nullable String holder,
      @Schema(
              description =
                  "the fencing token, greater than of every grant before; only where granted")
          @Nullable Long token,
      @Schema(description = "seconds until the holder's lease runs out") double expiresIn,
      @Schema(description = "how many clients wait before this one") int ahead) {

    static Answer granted(LockGrant grant, Duration expiresIn) {
      return new Answer(
          true, grant.name().value(), grant.client().value(), grant.token(), seconds(expiresIn), 0);
    }

    static Answer busy(LockOutcome.Busy busy) {
      LockClient holder = busy.holder();
      return new Answer(
          false,
          busy.name().value(),
          holder == null ? null : holder.value(),
          null,
          seconds(busy.expiresIn()),
          busy.ahead());
    }
  }

  record LockBody(
      String name,
      @Schema(description = "null where nobody holds it, and it is kept for the first who waits")
          @Nullable String holder,
      @Nullable Long token,
      @Schema(description = "seconds until the lease runs out") double expiresIn,
      @Schema(description = "in the order in which they get it") List<String> waiting) {

    static LockBody of(LockStatus status) {
      LockGrant grant = status.grant();
      return new LockBody(
          status.name().value(),
          grant == null ? null : grant.client().value(),
          grant == null ? null : grant.token(),
          seconds(status.expiresIn()),
          status.waiting().stream().map(LockClient::value).toList());
    }
  }

  record LocksBody(List<LockBody> locks) {}

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
