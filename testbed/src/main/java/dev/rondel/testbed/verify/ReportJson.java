package dev.rondel.testbed.verify;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for programs. Every number has its unit in its name, or counts things. */
public final class ReportJson {

  private ReportJson() {}

  public static Map<String, @Nullable Object> of(Report report) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("ok", report.isGood());
    json.put("interrupted", report.interrupted());
    json.put("epoch", report.view().epoch().value());
    json.put("replicationFactor", report.view().replicationFactor());
    json.put("pairs", report.pairs());
    json.put("verified", report.verified());
    json.put("writes", latency(report.writes()));
    json.put("repeatedWrites", report.repeatedWrites());
    json.put("reads", latency(report.reads()));
    json.put("nodes", report.nodes().stream().map(ReportJson::node).toList());
    json.put("wrong", report.wrong().stream().map(ReportJson::wrong).toList());
    return json;
  }

  private static Map<String, @Nullable Object> node(Report.NodeRow row) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("id", row.id().value());
    json.put("primaryOf", row.primaryOf());
    json.put("copies", row.copies());
    json.put("readsRight", row.right());
    json.put("readsWrong", row.wrong());
    json.put("reads", latency(row.latency()));
    return json;
  }

  private static Map<String, @Nullable Object> latency(Latency latency) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("count", latency.count());
    json.put("p50Millis", latency.percentile(50));
    json.put("p99Millis", latency.percentile(99));
    json.put("longestMillis", latency.longest());
    return json;
  }

  private static Map<String, @Nullable Object> wrong(Wrong wrong) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("key", wrong.key().toString());
    json.put("key64", Base64.getUrlEncoder().withoutPadding().encodeToString(wrong.key().bytes()));
    json.put("kind", wrong.kind().name());
    json.put("node", wrong.node());
    json.put("detail", wrong.detail());
    return json;
  }
}
