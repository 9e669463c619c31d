package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import java.util.HashSet;
import java.util.Set;

/**
 * What the nodes last said of their ranges. A report that no longer fits the view has another chain
 * epoch, and so is never mistaken.
 */
public record Reports(Set<Report> opened, Set<Report> caughtUp) {

  public static final Reports NONE = new Reports(Set.of(), Set.of());

  public Reports {
    opened = Set.copyOf(opened);
    caughtUp = Set.copyOf(caughtUp);
  }

  public Reports and(Reports other) {
    var allOpened = new HashSet<>(opened);
    allOpened.addAll(other.opened);
    var allCaughtUp = new HashSet<>(caughtUp);
    allCaughtUp.addAll(other.caughtUp);
    return new Reports(allOpened, allCaughtUp);
  }

  public boolean isEmpty() {
    return opened.isEmpty() && caughtUp.isEmpty();
  }

  /**
   * {@code node} has done its part for the range that ends at {@code token}, in this chain epoch.
   */
  public record Report(NodeId node, Token token, Epoch chainEpoch) {}
}
