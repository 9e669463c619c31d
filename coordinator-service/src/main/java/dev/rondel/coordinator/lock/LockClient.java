package dev.rondel.coordinator.lock;

/** Who asks for locks, by the name that it gives itself: 1 to 200 characters, no control ones. */
public record LockClient(String value) {

  public LockClient {
    Names.require("the name of a client", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
