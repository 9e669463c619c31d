package dev.rondel.node.compat.chord;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Limits;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Inserting, reading, deleting and listing, as clients of the toy system know it. Every path works
 * with and without its final slash. That system's {@code insert_data} and {@code get_data} touch
 * one node's file; here they are the same as the forms for clients, since a pair that is on one
 * node alone is not in the table.
 */
@RestController
final class ChordController {

  private final Gateway gateway;
  private final Limits limits;
  private final Duration timeout;
  private final Keys keys;
  private final ChordBodies bodies;

  ChordController(Gateway gateway, NodeProperties properties, Limits limits, ChordBodies bodies) {
    this.gateway = gateway;
    this.limits = limits;
    this.timeout = properties.requests().timeout();
    this.keys = new Keys(limits);
    this.bodies = bodies;
  }

  @GetMapping(
      value = {"/healthcheck", "/healthcheck/"},
      produces = "application/json")
  String health() {
    return "\"Health - OK\"";
  }

  @PostMapping({"/client_insert_data", "/client_insert_data/"})
  Map<String, Object> clientInsert(HttpServletRequest request) {
    ObjectNode body = bodies.object(request);
    Route route = store(body);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("key", body.get("key"));
    answer.put("val", body.get("val"));
    answer.put("primary_node", nth(route.replicas(), 0));
    answer.put("replica_node", nth(route.replicas(), 1));
    return answer;
  }

  @PostMapping({"/client_get_data", "/client_get_data/"})
  Map<String, Object> clientGet(HttpServletRequest request) {
    Read read = read(request);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("value", bodies.rendered(read.value()));
    answer.put("key_origin_node", read.route().servedBy().value());
    return answer;
  }

  @PostMapping({"/insert_data", "/insert_data/"})
  Map<String, String> insert(HttpServletRequest request) {
    store(bodies.object(request));
    return Map.of("insertion", "OK");
  }

  @PostMapping({"/get_data", "/get_data/"})
  Map<String, Object> get(HttpServletRequest request) {
    return Map.of("value", bodies.rendered(read(request).value()));
  }

  @PostMapping({"/delete_key", "/delete_key/"})
  Map<String, String> delete(HttpServletRequest request) {
    var operation = new Operation.Delete(key(bodies.object(request)), Condition.ALWAYS, timeout);
    return switch (gateway.execute(operation)) {
      case Outcome.Deleted _ -> Map.of("deletion", "OK");
      case Outcome other -> throw Problem.of(other);
    };
  }

  /** The keys that this node is head of: together the nodes name every key once. */
  @GetMapping({"/get_keys", "/get_keys/"})
  Map<String, List<String>> keys() {
    var found = new ArrayList<String>();
    gateway.forEachPage(
        new byte[0],
        limits.listSize(),
        true,
        page -> page.forEach(listed -> found.add(listed.key().toString())));
    return Map.of("keys", found);
  }

  private Route store(ObjectNode body) {
    Key key = key(body);
    JsonNode field = bodies.any(body, "val");
    var operation = new Operation.Put(key, bodies.value(field), 0, Condition.ALWAYS, timeout);
    return switch (gateway.execute(operation)) {
      case Outcome.Stored(_, Route route) -> route;
      case Outcome other -> throw Problem.of(other);
    };
  }

  private record Read(Value value, Route route) {}

  private Read read(HttpServletRequest request) {
    var operation = new Operation.Get(key(bodies.object(request)), timeout);
    return switch (gateway.execute(operation)) {
      case Outcome.Found(Pair pair, Route route) ->
          new Read(Objects.requireNonNull(pair.value()), route);
      case Outcome other -> throw Problem.of(other);
    };
  }

  private Key key(ObjectNode body) {
    return keys.ofText(bodies.text(body, "key"));
  }

  private static @Nullable String nth(List<NodeId> nodes, int index) {
    return index < nodes.size() ? nodes.get(index).value() : null;
  }
}
