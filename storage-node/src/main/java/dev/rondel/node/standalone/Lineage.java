package dev.rondel.node.standalone;

import java.util.HashSet;
import java.util.Set;

/**
 * Where a table comes from.
 *
 * @param tables itself, and all that were merged into it
 * @param partedFrom the tables that a node had left which then began this one, or one that was
 *     merged into it
 */
record Lineage(Set<String> tables, Set<String> partedFrom) {

  Lineage {
    tables = Set.copyOf(tables);
    partedFrom = Set.copyOf(partedFrom);
  }

  /** The tables that this one was parted from, and that the other one is, or has taken in. */
  Set<String> shared(Lineage other) {
    var shared = new HashSet<>(partedFrom);
    shared.retainAll(other.tables);
    return Set.copyOf(shared);
  }

  /**
   * Whether this table goes into the other one, and not the other way round. One that a node of the
   * other began when it left goes back, whatever its size: what it has may be stale. Else the one
   * with fewer members, or with fewer pairs; where they are equal, this one.
   */
  boolean goesInto(Lineage other, TableInfo self, TableInfo theirs) {
    boolean returns = !shared(other).isEmpty();
    boolean otherReturns = !other.shared(this).isEmpty();
    if (returns != otherReturns) {
      return returns;
    }
    if (self.members().size() != theirs.members().size()) {
      return self.members().size() < theirs.members().size();
    }
    return self.pairs() <= theirs.pairs();
  }
}
