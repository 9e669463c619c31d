package dev.rondel.coordinator.compat.viewleader;

import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockName;
import dev.rondel.coordinator.lock.LockOutcome;
import dev.rondel.coordinator.lock.LockWish;
import dev.rondel.coordinator.runtime.LockLoop;
import dev.rondel.pair.Key;
import dev.rondel.view.View;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the view leader answers, in the words of that system. Its epoch is the ring's; the servers
 * are those that send heartbeats to this door, the nodes' own doors among them.
 */
final class ViewLeader {

  private static final Logger log = LoggerFactory.getLogger(ViewLeader.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Its clients never renew, and hold a lock until they release it. */
  private static final Duration LOCK_LEASE = Duration.ofMinutes(10);

  /** Its clients ask again every 5 seconds. */
  private static final Duration KEEP_PLACE = Duration.ofSeconds(15);

  private static final int COPIES = 3;
  private static final long SOON_SECONDS = 4;

  private final LockLoop locks;
  private final Supplier<View> view;
  private final TableOfNodes table;
  private final ServerLeases leases = new ServerLeases();

  ViewLeader(LockLoop locks, Supplier<View> view, TableOfNodes table) {
    this.locks = locks;
    this.view = view;
    this.table = table;
  }

  byte[] answer(InetAddress from, byte[] message) {
    Map<String, ?> answer;
    try {
      JsonNode read = JSON.readTree(new String(message, StandardCharsets.UTF_8));
      answer = answer(from, read);
    } catch (JacksonException malformed) {
      answer = Map.of("error", "this is no JSON");
    } catch (IllegalArgumentException nonsense) {
      answer = Map.of("error", String.valueOf(nonsense.getMessage()));
    } catch (TimeoutException | CancellationException busy) {
      answer = Map.of("error", "the view leader is busy");
    } catch (RuntimeException bug) {
      log.error("a message was not answered", bug);
      answer = Map.of("error", "the view leader made a mistake");
    }
    return JSON.writeValueAsBytes(answer);
  }

  private Map<String, ?> answer(InetAddress from, JsonNode message) throws TimeoutException {
    return switch (text(message, "cmd")) {
      case "heartbeat" -> heartbeat(from, message);
      case "query_servers" -> queryServers();
      case "lock_get" -> lockGet(message);
      case "lock_release" -> lockRelease(message);
      case "setr" -> setr(message);
      case "getr" -> getr(message);
      case String other -> throw new IllegalArgumentException("unknown command: " + other);
    };
  }

  private Map<String, ?> heartbeat(InetAddress from, JsonNode message) {
    String port = text(message, "port");
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("port is no port");
    }
    String address = from.getHostAddress() + ":" + port;
    long epoch = view.get().epoch().value();
    return switch (leases.heartbeat(address, text(message, "requestor"), System.nanoTime())) {
      case OK -> Map.of("status", "ok", "epoch", epoch);
      case RETRY -> Map.of("status", "retry", "epoch", epoch);
      case DENY -> Map.of("status", "deny");
    };
  }

  private Map<String, ?> queryServers() {
    List<List<Object>> servers =
        leases.servers(System.nanoTime()).stream()
            .map(server -> List.<Object>of(server.address(), server.hash()))
            .toList();
    return Map.of("result", servers, "epoch", view.get().epoch().value());
  }

  private Map<String, ?> lockGet(JsonNode message) throws TimeoutException {
    var wish = new LockWish(name(message), client(message), LOCK_LEASE, Duration.ZERO, KEEP_PLACE);
    return switch (soon(locks.acquire(wish).outcome())) {
      case LockOutcome.Granted(var grant, var _) ->
          Map.of("status", "granted", "token", grant.token());
      case LockOutcome.Busy _, LockOutcome.Full _ -> Map.of("status", "retry");
      case LockOutcome other -> throw new IllegalStateException("not asked: " + other);
    };
  }

  private Map<String, ?> lockRelease(JsonNode message) throws TimeoutException {
    boolean waited = soon(locks.leave(name(message), client(message)));
    boolean done =
        waited
            || soon(locks.release(name(message), client(message)).outcome())
                instanceof LockOutcome.Released;
    return Map.of("status", done ? "ok" : "unknown");
  }

  private Map<String, ?> setr(JsonNode message) {
    View now = view.get();
    String key = key(message);
    String value = text(message, "val");
    if (!now.keepsCopies(COPIES)) {
      return Map.of(
          "status",
          "setr not successful: the ring keeps %d copies of a pair, not %d"
              .formatted(now.replicationFactor(), COPIES));
    }
    int status = table.put(key, value).status();
    return Map.of(
        "status",
        status < 300
            ? "setr successful"
            : status == TableOfNodes.Answer.UNKNOWN
                ? "setr outcome unknown"
                : "setr not successful");
  }

  private Map<String, ?> getr(JsonNode message) {
    String key = key(message);
    TableOfNodes.Answer found = table.get(key);
    return switch (found.status()) {
      case 200 -> Map.of("status", "ok", "value", found.body());
      case 404 -> Map.of("status", "not_found");
      default -> Map.of("status", "unable to retrieve %s from any server".formatted(key));
    };
  }

  private static LockName name(JsonNode message) {
    return new LockName(text(message, "lockid"));
  }

  private static LockClient client(JsonNode message) {
    return new LockClient(text(message, "requestor"));
  }

  private static String key(JsonNode message) {
    String key = text(message, "key");
    var _ = Key.of(key);
    return key;
  }

  /** A text or a number, as text: that system's server ids are numbers. */
  private static String text(JsonNode message, String field) {
    JsonNode value = message.path(field);
    if (!value.isString() && !value.isNumber()) {
      throw new IllegalArgumentException("no " + field);
    }
    return value.asString();
  }

  private static <T> T soon(CompletableFuture<T> future) throws TimeoutException {
    try {
      return future.get(SOON_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException();
    }
  }
}
