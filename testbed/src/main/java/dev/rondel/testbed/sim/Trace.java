package dev.rondel.testbed.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * What happened: always as a hash, by which two runs of a seed are compared, and as text where it
 * is wanted.
 */
final class Trace {

  private static final int MOST_LINES = 400_000;
  private static final long PRIME = 0x100000001b3L;

  private final Agenda agenda;
  private final boolean written;
  private final List<String> lines = new ArrayList<>();
  private long hash = 0xcbf29ce484222325L;
  private long events;

  Trace(Agenda agenda, boolean written) {
    this.agenda = agenda;
    this.written = written;
  }

  /** The arguments have hash codes that do not change from run to run: no enums, no identities. */
  @SuppressWarnings("AnnotateFormatMethod") // it would be one more library for one word
  void note(String format, Object... arguments) {
    events++;
    mix(agenda.now());
    mix(format.hashCode());
    for (Object argument : arguments) {
      mix(argument.hashCode());
    }
    if (written && lines.size() < MOST_LINES) {
      lines.add("%9.3f  %s".formatted(agenda.now() / 1e9, format.formatted(arguments)));
    }
  }

  private void mix(long value) {
    hash = (hash ^ value) * PRIME;
    hash ^= hash >>> 29;
  }

  long hash() {
    return hash;
  }

  long events() {
    return events;
  }

  List<String> lines() {
    return lines;
  }
}
