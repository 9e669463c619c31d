package dev.rondel.testbed.load;

import java.time.Duration;

/**
 * How hard a continuous load works.
 *
 * @param clients that read and write at once
 * @param keys that they share
 * @param pause of each client between two operations
 * @param retryPause of each client after an operation that was not done
 * @param valueSize bytes of a value
 */
public record LoadSettings(
    int clients, int keys, Duration pause, Duration retryPause, int valueSize) {

  public static final LoadSettings DEFAULT =
      new LoadSettings(8, 64, Duration.ofMillis(5), Duration.ofMillis(10), 100);

  public LoadSettings {
    require(clients >= 1 && clients <= 1_024, "clients are 1 to 1,024, not " + clients);
    require(keys >= 1 && keys <= 100_000, "keys are 1 to 100,000, not " + keys);
    require(
        valueSize >= 0 && valueSize <= 1 << 20,
        "a value has 0 to 1,048,576 bytes, not " + valueSize);
  }

  public LoadSettings withClients(int other) {
    return new LoadSettings(other, keys, pause, retryPause, valueSize);
  }

  public LoadSettings withKeys(int other) {
    return new LoadSettings(clients, other, pause, retryPause, valueSize);
  }

  public LoadSettings withPause(Duration other) {
    return new LoadSettings(clients, keys, other, retryPause, valueSize);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
