package dev.rondel.testbed.pairs;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import java.nio.charset.StandardCharsets;

/** A key, and the value that it must have. */
public record TestPair(Key key, Value value) {

  static final String TEXT = "text/plain";

  static TestPair ofText(String key, String value) {
    return new TestPair(Key.of(key), Value.of(value.getBytes(StandardCharsets.UTF_8), TEXT));
  }

  static TestPair ofBytes(byte[] key, byte[] value) {
    return new TestPair(Key.of(key), Value.of(value, Value.BINARY));
  }

  boolean isText() {
    return value.contentType().equals(TEXT);
  }
}
