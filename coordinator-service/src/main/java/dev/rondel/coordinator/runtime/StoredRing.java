package dev.rondel.coordinator.runtime;

import dev.rondel.view.View;
import java.util.List;

/** Everything that a coordinator has to know to go on after a crash. */
public record StoredRing(View view, List<LogEntry> log) {

  public StoredRing {
    log = List.copyOf(log);
  }
}
