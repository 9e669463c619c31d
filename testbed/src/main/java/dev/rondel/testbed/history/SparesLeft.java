package dev.rondel.testbed.history;

import dev.rondel.testbed.history.Steps.Spares;

/**
 * Which {@link Spares} have been used, and which is to be used next. Those for one state alone are
 * not counted: no state is there twice.
 *
 * @param puts used of those without condition; the others likewise
 */
record SparesLeft(Spares all, int puts, int putsIfAbsent, int putsIfPresent, int deletes) {

  static SparesLeft of(Spares all) {
    return new SparesLeft(all, 0, 0, 0, 0);
  }

  /**
   * Whether a put is left that can be done in this state.
   *
   * @param firstEnd what begins later cannot be next
   */
  boolean canPut(int state, long firstEnd) {
    return isOpen(all.puts(), puts, firstEnd)
        || (state == Steps.NONE
            ? canPutIfAbsent(firstEnd)
            : isOpen(all.putsIfPresent(), putsIfPresent, firstEnd)
                || all.putsIf()[state] <= firstEnd);
  }

  boolean canPutIfAbsent(long firstEnd) {
    return isOpen(all.putsIfAbsent(), putsIfAbsent, firstEnd);
  }

  /** With the put that is usable in the fewest states. */
  SparesLeft afterPut(int state, long firstEnd) {
    if (state == Steps.NONE && canPutIfAbsent(firstEnd)) {
      return new SparesLeft(all, puts, putsIfAbsent + 1, putsIfPresent, deletes);
    }
    if (state > Steps.NONE && all.putsIf()[state] <= firstEnd) {
      return this;
    }
    if (state > Steps.NONE && isOpen(all.putsIfPresent(), putsIfPresent, firstEnd)) {
      return new SparesLeft(all, puts, putsIfAbsent, putsIfPresent + 1, deletes);
    }
    return new SparesLeft(all, puts + 1, putsIfAbsent, putsIfPresent, deletes);
  }

  boolean canDelete(int state, long firstEnd) {
    return canDeleteOnly(state, firstEnd) || isOpen(all.deletes(), deletes, firstEnd);
  }

  /** Whether there is a deletion for this very state. */
  boolean canDeleteOnly(int state, long firstEnd) {
    return all.deletesIf()[state] <= firstEnd;
  }

  SparesLeft afterDelete(int state, long firstEnd) {
    return canDeleteOnly(state, firstEnd)
        ? this
        : new SparesLeft(all, puts, putsIfAbsent, putsIfPresent, deletes + 1);
  }

  private static boolean isOpen(long[] begins, int used, long firstEnd) {
    return used < begins.length && begins[used] <= firstEnd;
  }
}
