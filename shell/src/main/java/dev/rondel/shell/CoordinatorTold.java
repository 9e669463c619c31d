package dev.rondel.shell;

import dev.rondel.client.Admin;
import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What only the coordinator knows, as it told it.
 *
 * @param nodes a description of each node
 * @param redistribution what moves now
 */
record CoordinatorTold(JsonNode nodes, JsonNode redistribution) {

  /** What it answered to one question; what it refused is a failure. */
  static JsonNode by(Admin.Outcome outcome) {
    return switch (outcome) {
      case Admin.Outcome.Done(var body) -> body;
      case Admin.Outcome.Refused(var problem) ->
          throw problem.status() == 404
              ? Failure.notFound(problem.detail())
              : Failure.failed("refused: " + problem);
    };
  }

  /** Null where it does not answer. */
  static @Nullable CoordinatorTold ask(RondelClient client) {
    try {
      if (client.admin().nodes() instanceof Admin.Outcome.Done(var nodes)
          && client.admin().redistribution() instanceof Admin.Outcome.Done(var redistribution)) {
        return new CoordinatorTold(nodes, redistribution);
      }
      return null;
    } catch (IOException silent) {
      return null;
    }
  }

  /** How many pairs a node has, copies included. */
  Optional<Long> pairs(String id) {
    JsonNode list = nodes.isArray() ? nodes : nodes.path("nodes");
    return list.values().stream()
        .filter(node -> node.path("id").asString("").equals(id) && node.path("pairs").isNumber())
        .findFirst()
        .map(node -> node.path("pairs").asLong());
  }

  /**
   * How much still has to move, for people, after the number of ranges; empty where nothing has.
   */
  String movement() {
    List<String> left = new ArrayList<>();
    long keys = redistribution.path("keysLeft").asLong(0);
    if (keys > 0) {
      left.add(String.format(Locale.ROOT, "%,d keys", keys));
    }
    long bytes = redistribution.path("bytesLeft").asLong(0);
    if (bytes > 0) {
      left.add(Transfer.size(bytes));
    }
    long seconds = redistribution.path("secondsLeft").asLong(0);
    if (seconds > 0) {
      left.add("about " + seconds + " s");
    }
    return left.isEmpty() ? "" : " (" + String.join(", ", left) + " to go)";
  }
}
