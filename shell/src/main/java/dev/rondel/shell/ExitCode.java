package dev.rondel.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of every command; scripts rely on them. */
public final class ExitCode {

  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;

  /** No cluster runs here, or nobody answers at the given address. */
  public static final int NOT_RUNNING = 3;

  /** There is no such key, or no such node. */
  public static final int NOT_FOUND = 4;

  /** The condition of a conditional write did not hold. */
  public static final int CONDITION_FAILED = 5;

  /** A write was sent, and whether it was applied is not known. */
  public static final int OUTCOME_UNKNOWN = 6;

  /** By a Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Every code with its meaning, for the help. */
  static Map<String, String> help() {
    Map<String, String> help = new LinkedHashMap<>();
    help.put("  0", "ok");
    help.put("  1", "failed");
    help.put("  2", "wrong usage");
    help.put("  3", "no cluster is running, or nobody answers");
    help.put("  4", "no such key, or no such node");
    help.put("  5", "the condition of a write did not hold");
    help.put("  6", "the outcome of a write is not known");
    help.put("130", "interrupted");
    return help;
  }
}
