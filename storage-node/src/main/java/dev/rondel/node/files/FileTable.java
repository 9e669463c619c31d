package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The pairs of files in the table: records as JSON, chunks as bytes with a CRC32C in the flags. */
final class FileTable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String JSON_TYPE = "application/json";
  private static final int MOST_TRIES = 3;

  private final Gateway gateway;
  private final Duration timeout;
  private final InstantSource clock;

  FileTable(Gateway gateway, Duration timeout, InstantSource clock) {
    this.gateway = gateway;
    this.timeout = timeout;
    this.clock = clock;
  }

  Gateway gateway() {
    return gateway;
  }

  Duration timeout() {
    return timeout;
  }

  /** Epoch milliseconds. */
  long now() {
    return clock.millis();
  }

  Outcome.@Nullable Found find(Key key) {
    return switch (gateway.execute(new Operation.Get(key, timeout))) {
      case Outcome.Found found -> found;
      case Outcome.Missing _ -> null;
      case Outcome other -> throw new FileTrouble(other);
    };
  }

  static <T> T parse(Pair pair, Class<T> type) {
    return Objects.requireNonNull(JSON.readValue(bytes(pair), type));
  }

  private static byte[] bytes(Pair pair) {
    return Objects.requireNonNull(pair.value()).bytes();
  }

  /** Stores a record, or says why not. */
  Outcome put(Key key, Object value, long expiresAt, Condition condition) {
    var json = Value.of(JSON.writeValueAsBytes(value), JSON_TYPE);
    return gateway.execute(new Operation.Put(key, json, expiresAt, condition, timeout));
  }

  Outcome delete(Key key, Condition condition) {
    return gateway.execute(new Operation.Delete(key, condition, timeout));
  }

  /**
   * Stores a chunk, which is done again where it is not known whether it was: nobody reads it yet.
   */
  void putChunk(Key key, byte[] bytes) {
    var value = Value.of(bytes, Value.BINARY, checksum(bytes));
    Outcome outcome = untilKnown(new Operation.Put(key, value, 0, Condition.ALWAYS, timeout));
    if (!(outcome instanceof Outcome.Stored)) {
      throw new FileTrouble(outcome);
    }
  }

  /** Deletes a pair that nothing names any more, whether it is there or not. */
  void discard(Key key) {
    switch (untilKnown(new Operation.Delete(key, Condition.ALWAYS, timeout))) {
      case Outcome.Deleted _, Outcome.Missing _ -> {}
      case Outcome other -> throw new FileTrouble(other);
    }
  }

  /** Of an operation that may be done twice as well as once. */
  private Outcome untilKnown(Operation operation) {
    Outcome outcome = gateway.execute(operation);
    for (int tries = 1; outcome instanceof Outcome.Unknown && tries < MOST_TRIES; tries++) {
      outcome = gateway.execute(operation);
    }
    return outcome;
  }

  /** The bytes of a chunk, as they were stored. */
  byte[] chunk(Key key, int size) {
    var found = find(key);
    if (found == null) {
      throw new BrokenFileException("a chunk of the file is gone");
    }
    byte[] bytes = bytes(found.pair());
    int flags = Objects.requireNonNull(found.pair().value()).flags();
    if (bytes.length != size || checksum(bytes) != flags) {
      throw new BrokenFileException("a chunk of the file is damaged");
    }
    return bytes;
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  /** What this node refuses by itself. */
  FileTrouble unavailable(String reason) {
    return new FileTrouble(
        new Outcome.Unavailable(
            reason, List.of(), new Route(gateway.self(), List.of(), gateway.view().epoch())));
  }
}
