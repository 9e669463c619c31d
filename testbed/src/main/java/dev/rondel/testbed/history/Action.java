package dev.rondel.testbed.history;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;

/** What was asked of a key. */
public sealed interface Action {

  record Get() implements Action {}

  /**
   * @param value that no other write of this key's history has
   */
  record Put(long value, Condition condition) implements Action {}

  record Delete(Condition condition) implements Action {}

  static Action get() {
    return new Get();
  }

  static Action put(long value) {
    return new Put(value, Condition.always());
  }

  static Action putIfAbsent(long value) {
    return new Put(value, Condition.ifAbsent());
  }

  static Action compareAndSet(Version expected, long value) {
    return new Put(value, Condition.ifVersion(expected));
  }

  static Action delete() {
    return new Delete(Condition.always());
  }

  static Action deleteIf(Version expected) {
    return new Delete(Condition.ifVersion(expected));
  }
}
