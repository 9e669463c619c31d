package dev.rondel.coordinator.runtime;

import dev.rondel.coordinator.lock.StoredLocks;
import java.io.IOException;

/** The durable locks. A crash leaves either those before a save or those after it. */
public interface LockStore {

  /** What was saved last. Throws {@link IOException} where it is damaged. */
  StoredLocks load() throws IOException;

  /** Durable when it returns. */
  void save(StoredLocks locks) throws IOException;
}
