package dev.rondel.node.store;

import java.nio.file.Path;

/**
 * Where a store keeps its files, and its limits.
 *
 * @param directory made where it is missing; one store at a time
 * @param checkpointBytes bytes of log after which the image is written to its file
 * @param queueLength operations that may wait; at this bound {@link PairStore#append} waits
 * @param queueBytes bytes of keys and values that may wait; the same
 * @param privateBytes bytes of changed pages of the image that stay in memory after they were
 *     written
 */
public record StoreOptions(
    Path directory, long checkpointBytes, int queueLength, long queueBytes, long privateBytes) {

  public StoreOptions {
    if (checkpointBytes < 1 || queueLength < 1 || queueBytes < 1 || privateBytes < 0) {
      throw new IllegalArgumentException("limits of a store are positive");
    }
  }

  public static StoreOptions in(Path directory) {
    return new StoreOptions(directory, 32L << 20, 16_384, 32L << 20, 32L << 20);
  }

  public StoreOptions withCheckpointBytes(long bytes) {
    return new StoreOptions(directory, bytes, queueLength, queueBytes, privateBytes);
  }
}
