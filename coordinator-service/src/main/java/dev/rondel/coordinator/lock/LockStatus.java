package dev.rondel.coordinator.lock;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lock stands now.
 *
 * @param grant null where nobody holds it
 * @param waiting in the order in which they get it
 */
public record LockStatus(
    LockName name, @Nullable LockGrant grant, Duration expiresIn, List<LockClient> waiting) {

  public LockStatus {
    waiting = List.copyOf(waiting);
  }
}
