package dev.rondel.client;

import dev.rondel.pair.Version;

/** What has to hold for a write to be done. */
public sealed interface Condition {

  record Always() implements Condition {}

  record IfAbsent() implements Condition {}

  record IfPresent() implements Condition {}

  record IfVersion(Version version) implements Condition {}

  static Condition always() {
    return new Always();
  }

  /** {@code If-None-Match: *}. */
  static Condition ifAbsent() {
    return new IfAbsent();
  }

  /** {@code If-Match: *}. */
  static Condition ifPresent() {
    return new IfPresent();
  }

  /** {@code If-Match: "version"}. */
  static Condition ifVersion(Version version) {
    return new IfVersion(version);
  }
}
