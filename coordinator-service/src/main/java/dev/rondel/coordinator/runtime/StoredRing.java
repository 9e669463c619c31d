package dev.rondel.coordinator.runtime;

import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import java.util.List;
import java.util.Set;

/** Everything that a coordinator has to know to go on after a crash. */
public record StoredRing(View view, Set<NodeId> replaced, List<LogEntry> log) {

  public StoredRing {
    replaced = Set.copyOf(replaced);
    log = List.copyOf(log);
  }
}
