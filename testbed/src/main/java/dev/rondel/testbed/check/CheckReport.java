package dev.rondel.testbed.check;

import dev.rondel.testbed.load.LoadJson;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.Tally;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check has shown.
 *
 * @param nodes that were asked
 * @param left keys that are still there: the wrong ones, and those that could not be deleted
 */
public record CheckReport(
    List<String> nodes, int clients, Instant startedAt, LoadResult result, List<String> left) {

  /** Whether anybody answered anything. */
  public boolean isAnswered() {
    Tally tally = result.tally();
    return tally.reads(Tally.Row::answered) + tally.writes(Tally.Row::answered) > 0;
  }

  /** All keys are linearizable, and each could be read at the end. */
  public boolean isGood() {
    return result.verdict().isGood() && result.unseen().isEmpty();
  }

  public Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("ok", isGood());
    json.put("startedAt", startedAt.toString());
    json.put("nodes", nodes);
    json.put("clients", clients);
    json.putAll(LoadJson.of(result));
    json.put("keysLeft", left);
    return json;
  }
}
