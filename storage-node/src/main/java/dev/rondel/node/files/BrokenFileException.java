package dev.rondel.node.files;

/**
 * A chunk that a manifest names is not there, or is not what was stored: the file was replaced or
 * deleted while it was read, or it is damaged.
 */
public final class BrokenFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenFileException(String reason) {
    super(reason, null, false, false);
  }
}
