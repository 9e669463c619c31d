package dev.rondel.coordinator;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence why the coordinator cannot start, instead of a stack trace. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartFailureAnalyzer.CannotStart> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, CannotStart cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
  }

  /** Something that the person who starts the coordinator can mend. */
  static final class CannotStart extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final String action;

    CannotStart(String message, String action, @Nullable IOException cause) {
      super(message, cause);
      this.action = action;
    }

    String action() {
      return action;
    }
  }
}
