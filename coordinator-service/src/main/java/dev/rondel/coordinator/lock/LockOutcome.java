package dev.rondel.coordinator.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public sealed interface LockOutcome {

  /** The client holds the lock. */
  record Granted(LockGrant grant, Duration expiresIn) implements LockOutcome {}

  /**
   * It does not, yet.
   *
   * @param holder who does; null where the lock is kept for the client whose turn it is
   * @param ahead how many clients get it before this one
   */
  record Busy(LockName name, @Nullable LockClient holder, Duration expiresIn, int ahead)
      implements LockOutcome {}

  record Released(LockGrant grant) implements LockOutcome {}

  /** Only the holder may do that, and somebody else is. */
  record NotHolder(LockName name, LockClient holder) implements LockOutcome {}

  /** Nobody holds it. */
  record NotHeld(LockName name) implements LockOutcome {}

  /** There are as many locks, or clients that wait, as there may be. */
  record Full(String message) implements LockOutcome {}
}
