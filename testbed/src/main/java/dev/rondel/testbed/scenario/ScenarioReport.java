package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.verify.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario went.
 *
 * @param steps what was done, and how long it took
 * @param checks each verification of the pairs, in order
 * @param load what the continuous load saw; null where it never ran
 * @param failures what else went wrong: a step that did not come to its end, a gap beyond its limit
 */
public record ScenarioReport(
    Scenario scenario,
    List<Step> steps,
    List<Checked> checks,
    @Nullable LoadResult load,
    List<String> failures,
    boolean interrupted) {

  /** A step; {@code seconds} it took. */
  public record Step(String what, double seconds) {}

  /** A verification, and when it was made. */
  public record Checked(String when, Report report) {}

  public boolean isGood() {
    return failures.isEmpty()
        && !interrupted
        && load != null
        && load.verdict().isGood()
        && load.unread() == 0
        && checks.stream().allMatch(checked -> checked.report().isGood());
  }
}
