package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose stored value may not be committed yet. The core alone changes it; readers on other
 * threads ask. A key is marked before its write goes to the store, so a reader that finds its key
 * unmarked <em>after</em> it read the store has read a committed value.
 */
public final class DirtyKeys {

  private final Map<Key, Version> latest = new ConcurrentHashMap<>();

  public boolean contains(Key key) {
    return latest.containsKey(key);
  }

  public int size() {
    return latest.size();
  }

  @Nullable Version version(Key key) {
    return latest.get(key);
  }

  void mark(Key key, Version version) {
    latest.merge(key, version, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Unmarks the key unless a later write is pending. */
  void clean(Key key, Version version) {
    latest.remove(key, version);
  }
}
