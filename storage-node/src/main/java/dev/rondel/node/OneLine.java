package dev.rondel.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why the node has not started. */
final class OneLine implements FailureAnalysisReporter {

  private static final Logger log = LoggerFactory.getLogger(OneLine.class);

  @Override
  public void report(FailureAnalysis analysis) {
    String action = analysis.getAction();
    say(action == null ? analysis.getDescription() : analysis.getDescription() + " " + action);
  }

  static void say(String why) {
    log.error("cannot start: {}", of(why));
  }

  /** The text in one line, whatever characters it has. */
  private static String of(String text) {
    return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
  }
}
