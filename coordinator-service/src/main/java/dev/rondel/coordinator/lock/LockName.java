package dev.rondel.coordinator.lock;

/** The name of a lock: 1 to 200 characters, none of them a control character. */
public record LockName(String value) implements Comparable<LockName> {

  public LockName {
    Names.require("the name of a lock", value);
  }

  @Override
  public int compareTo(LockName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
