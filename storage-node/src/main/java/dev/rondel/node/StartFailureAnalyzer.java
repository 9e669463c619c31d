package dev.rondel.node;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Finds what our own code has said of why the node cannot start, which needs no stack trace. */
final class StartFailureAnalyzer implements FailureAnalyzer {

  private static final String OURS = "dev.rondel.";

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String said = each.getMessage();
      if (each instanceof RuntimeException && said != null && isOurs(each)) {
        return new FailureAnalysis(said + reason(each, said), null, each);
      }
    }
    return null;
  }

  /** What the system has said, where that is not told yet. */
  private static String reason(Throwable ours, String said) {
    if (!(ours.getCause() instanceof IOException system)
        || said.contains(String.valueOf(system.getMessage()))) {
      return "";
    }
    // A FileSystemException says what it is by its name only.
    return ": " + (system instanceof FileSystemException ? system : system.getMessage());
  }

  private static boolean isOurs(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
  }
}
