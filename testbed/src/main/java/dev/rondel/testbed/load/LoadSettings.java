package dev.rondel.testbed.load;

import java.time.Duration;

/**
 * How hard a continuous load works.
 *
 * @param writers threads that write, each its own keys
 * @param readers threads that read all keys
 * @param keysPerWriter how many keys a writer has
 * @param pause of each thread between two operations
 * @param retryPause of each thread after an operation that was not done
 * @param valueSize bytes of a value
 */
public record LoadSettings(
    int writers,
    int readers,
    int keysPerWriter,
    Duration pause,
    Duration retryPause,
    int valueSize) {

  public static final LoadSettings DEFAULT =
      new LoadSettings(4, 4, 16, Duration.ofMillis(5), Duration.ofMillis(10), 100);

  public LoadSettings {
    require(writers >= 1 && writers <= 256, "writers are 1 to 256, not " + writers);
    require(readers >= 1 && readers <= 256, "readers are 1 to 256, not " + readers);
    require(
        keysPerWriter >= 1 && keysPerWriter <= 10_000,
        "a writer has 1 to 10,000 keys, not " + keysPerWriter);
    require(
        valueSize >= 0 && valueSize <= 1 << 20,
        "a value has 0 to 1,048,576 bytes, not " + valueSize);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
