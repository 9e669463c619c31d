package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadJson;
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
    json.put("load", load == null ? null : LoadJson.of(load));
    json.put("checks", report.checks().stream().map(ScenarioJson::checked).toList());
    return json;
  }

  private static Map<String, @Nullable Object> checked(ScenarioReport.Checked checked) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("when", checked.when());
    json.putAll(ReportJson.of(checked.report()));
    return json;
  }
}
