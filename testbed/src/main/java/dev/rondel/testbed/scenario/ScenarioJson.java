package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.verify.ReportJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scenario's report for programs. */
public final class ScenarioJson {

  private ScenarioJson() {}

  public static Map<String, @Nullable Object> of(ScenarioReport report) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("ok", report.isGood());
    json.put("scenario", report.scenario().name().toLowerCase(Locale.ROOT));
    json.put("interrupted", report.interrupted());
    json.put("steps", report.steps());
    json.put("failures", report.failures());
    LoadResult load = report.load();
    json.put("load", load == null ? null : load(load));
    json.put("checks", report.checks().stream().map(ScenarioJson::checked).toList());
    return json;
  }

  private static Map<String, @Nullable Object> checked(ScenarioReport.Checked checked) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("when", checked.when());
    json.putAll(ReportJson.of(checked.report()));
    return json;
  }

  private static Map<String, @Nullable Object> load(LoadResult load) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("ok", load.isGood());
    json.put("writesAcknowledged", load.writes());
    json.put("writesUnknown", load.unknown());
    json.put("writesRefused", load.refused());
    json.put("readsAnswered", load.reads());
    json.put("readsUnanswered", load.unanswered());
    json.put("lastReadsUnanswered", load.unread());
    json.put("longestWriteGapMillis", load.writeGapMillis());
    json.put("longestReadGapMillis", load.readGapMillis());
    json.put("historyFull", load.full());
    json.put("violations", load.violations());
    return json;
  }
}
