package dev.rondel.testbed.load;

import dev.rondel.testbed.history.CounterExample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a load saw, for programs. */
public final class LoadJson {

  private LoadJson() {}

  public static Map<String, @Nullable Object> of(LoadResult result) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("linearizable", result.verdict().isGood());
    json.put("operations", result.verdict().operations());
    json.put("keys", result.verdict().keys());
    json.put("seconds", result.seconds());
    var kinds = new LinkedHashMap<String, @Nullable Object>();
    result.tally().rows().forEach((kind, row) -> kinds.put(kind.name(), row(row)));
    json.put("kinds", kinds);
    json.put("lastReadsUnanswered", result.unread());
    json.put("keysUnseenAtTheEnd", result.unseen());
    json.put("longestWriteGapMillis", result.writeGapMillis());
    json.put("longestReadGapMillis", result.readGapMillis());
    json.put("historyFull", result.full());
    json.put(
        "violations", result.verdict().wrong().stream().map(one -> wrong(result, one)).toList());
    json.put("undecided", result.verdict().undecided());
    return json;
  }

  private static Map<String, Object> row(Tally.Row row) {
    var json = new LinkedHashMap<String, Object>();
    json.put("done", row.done());
    json.put("missing", row.missing());
    json.put("conditionFailed", row.conditionFailed());
    json.put("notApplied", row.notApplied());
    json.put("unknown", row.unknown());
    json.put("p50Millis", row.latency().percentile(50));
    json.put("p99Millis", row.latency().percentile(99));
    return json;
  }

  private static Map<String, Object> wrong(LoadResult result, CounterExample example) {
    var json = new LinkedHashMap<String, Object>();
    json.put("key", example.key());
    json.put("reason", example.reason());
    json.put("operationsOfTheKey", example.of());
    json.put("picture", List.of(result.picture(example).split(System.lineSeparator(), -1)));
    return json;
  }
}
