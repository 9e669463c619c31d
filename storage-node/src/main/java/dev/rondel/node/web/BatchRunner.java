package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Runs the operations of a batch: those of one key in their order, those of different keys at the
 * same time, at most {@link Limits#batchConcurrency()} of them. There is no transaction: each is
 * done or not done by itself.
 */
final class BatchRunner {

  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final Gateway gateway;
  private final Limits limits;
  private final Keys keys;
  private final Duration timeout;
  private final InstantSource clock;

  BatchRunner(Gateway gateway, Limits limits, Duration timeout, InstantSource clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.keys = new Keys(limits);
    this.timeout = timeout;
    this.clock = clock;
  }

  /** One result for each item, in the items' order. */
  List<Map<String, Object>> run(List<Batch.Item> items) throws InterruptedException {
    var results = new ArrayList<Map<String, Object>>(items.size());
    var byKey = new LinkedHashMap<Key, List<Planned>>();
    for (Batch.Item item : items) {
      var result = new LinkedHashMap<String, Object>();
      results.add(result);
      describe(item, result);
      try {
        Operation operation = operation(item);
        byKey
            .computeIfAbsent(operation.key(), _ -> new ArrayList<>())
            .add(new Planned(operation, result));
      } catch (Problem problem) {
        fail(problem, result);
      }
    }
    runAll(byKey.values().stream().toList());
    return results;
  }

  private record Planned(Operation operation, Map<String, Object> result) {}

  private void runAll(List<List<Planned>> groups) throws InterruptedException {
    var room = new Semaphore(limits.batchConcurrency());
    var answerBytes = new AtomicLong(limits.batchSize().toBytes());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>(groups.size());
      for (List<Planned> group : groups) {
        room.acquire();
        running.add(
            executor.submit(
                () -> {
                  try {
                    group.forEach(planned -> run(planned, answerBytes));
                  } finally {
                    room.release();
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void run(Planned planned, AtomicLong answerBytes) {
    try {
      succeed(gateway.execute(planned.operation()), planned.result(), answerBytes);
    } catch (Problem problem) {
      fail(problem, planned.result());
    } catch (RuntimeException mistake) {
      log.error("{} failed in a batch", planned.operation().key(), mistake);
      fail(Problem.of(ErrorCode.INTERNAL, mistake.getClass().getSimpleName()), planned.result());
    }
  }

  private Operation operation(Batch.Item item) {
    Key key = keys.ofEither(item.key(), item.key64());
    return switch (item.op()) {
      case null -> throw Problem.of(ErrorCode.BAD_BODY, "'op' is get, put or delete.");
      case get -> new Operation.Get(key, timeout);
      case put ->
          new Operation.Put(
              key,
              value(item),
              TimeToLive.expiresAt(timeToLive(item.ttl()), clock.millis()),
              Conditions.ofText(item.ifMatch(), item.ifAbsent()),
              timeout);
      case delete ->
          new Operation.Delete(key, Conditions.ofText(item.ifMatch(), item.ifAbsent()), timeout);
    };
  }

  private static @Nullable String timeToLive(@Nullable JsonNode ttl) {
    if (ttl == null || ttl.isNull()) {
      return null;
    }
    if (!ttl.isString() && !ttl.isIntegralNumber()) {
      throw Problem.of(
          ErrorCode.BAD_TTL, "'ttl' is a number of seconds, or an ISO-8601 duration as a string.");
    }
    return ttl.asString();
  }

  private Value value(Batch.Item item) {
    if ((item.value() == null) == (item.value64() == null)) {
      throw Problem.of(
          ErrorCode.BAD_BODY, "A put has one of 'value' (text) and 'value64' (base64).");
    }
    byte[] bytes =
        item.value() != null ? Keys.utf8(item.value()) : decode(String.valueOf(item.value64()));
    if (bytes.length > limits.valueSize().toBytes()) {
      throw Problem.of(
          ErrorCode.VALUE_TOO_LARGE,
          "At most " + limits.valueSize().toBytes() + " bytes are allowed.");
    }
    String usual = item.value() != null ? "text/plain;charset=utf-8" : Value.BINARY;
    return Value.of(bytes, item.contentType() == null ? usual : item.contentType());
  }

  private static byte[] decode(String base64) {
    try {
      return Keys.decode64(base64);
    } catch (Problem notBase64) {
      throw Problem.of(ErrorCode.BAD_BODY, "'value64' is not base64.");
    }
  }

  private static void describe(Batch.Item item, Map<String, Object> result) {
    put("op", item.op(), result);
    put("key", item.key(), result);
    put("key64", item.key64(), result);
  }

  private static void succeed(Outcome outcome, Map<String, Object> result, AtomicLong answerBytes) {
    switch (outcome) {
      case Outcome.Found(Pair pair, Route route) -> {
        Value value = Objects.requireNonNull(pair.value());
        if (answerBytes.addAndGet(-value.size()) < 0) {
          throw Problem.of(
              ErrorCode.ANSWER_TOO_LARGE, "Ask for this key by itself, or in a smaller batch.");
        }
        result.put("status", 200);
        result.put("version", Long.toString(pair.version().value()));
        String text = Keys.textOf(value.bytes());
        result.put(
            text == null ? "value64" : "value", text == null ? Keys.encode64(value.bytes()) : text);
        result.put("contentType", value.contentType());
        primary(route, result);
      }
      case Outcome.Stored(var version, Route route) -> {
        result.put("status", 204);
        result.put("version", Long.toString(version.value()));
        primary(route, result);
      }
      case Outcome.Deleted(_, Route route) -> {
        result.put("status", 204);
        primary(route, result);
      }
      case Outcome other -> throw Problem.of(other);
    }
  }

  private static void fail(Problem problem, Map<String, Object> result) {
    result.putAll(problem.body());
    Route route = problem.route();
    if (route != null) {
      primary(route, result);
    }
  }

  private static void primary(Route route, Map<String, Object> result) {
    if (!route.replicas().isEmpty()) {
      result.put("primary", route.replicas().getFirst().value());
    }
  }

  private static void put(String name, @Nullable Object value, Map<String, Object> result) {
    if (value != null) {
      result.put(name, value);
    }
  }
}
