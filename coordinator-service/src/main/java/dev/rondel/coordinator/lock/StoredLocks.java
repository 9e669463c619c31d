package dev.rondel.coordinator.lock;

import java.util.List;

/**
 * Everything of the locks that has to outlive a crash. When a lease runs out is not in it: after a
 * start every holder has its whole lease anew, for nobody knows how much of it has passed.
 *
 * @param lastToken the greatest token that was ever given
 */
public record StoredLocks(long lastToken, List<LockGrant> grants) {

  public static final StoredLocks NONE = new StoredLocks(0, List.of());

  public StoredLocks {
    grants = List.copyOf(grants);
    if (grants.stream().anyMatch(grant -> grant.token() > lastToken)) {
      throw new IllegalArgumentException("a token is greater than the last, " + lastToken);
    }
  }
}
