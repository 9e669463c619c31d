package dev.rondel.node.store;

import org.jspecify.annotations.Nullable;

/**
 * A change or a read that the store could not do; {@link #kind} says why, the message says where.
 */
public final class StoreException extends RuntimeException {

  /** What went wrong. */
  public enum Kind {
    /** No room on the disk; nothing was applied. */
    FULL,
    /** A sync failed: whether the change is on the disk is not known. */
    FAILED,
    /** A record or a value does not match its checksum. */
    CORRUPT,
    /** The store was closed; nothing was applied. */
    CLOSED,
    /** The directory cannot be opened: in use, not writable, or of another format. */
    UNAVAILABLE
  }

  private final Kind kind;

  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
