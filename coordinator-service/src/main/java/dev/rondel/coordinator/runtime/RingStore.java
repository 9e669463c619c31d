package dev.rondel.coordinator.runtime;

import java.io.IOException;
import java.util.Optional;

/**
 * The durable ring. At any moment a crash leaves either the ring before or the ring after, never
 * neither.
 */
public interface RingStore extends AutoCloseable {

  /**
   * What was saved last; none in a new directory. Throws {@link IOException} where it is damaged.
   */
  Optional<StoredRing> load() throws IOException;

  /**
   * Durable when it returns. Where it throws, the ring before is still there, and saving may be
   * tried again.
   */
  void save(StoredRing ring) throws IOException;

  @Override
  void close() throws IOException;
}
