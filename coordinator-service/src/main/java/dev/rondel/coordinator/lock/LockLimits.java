package dev.rondel.coordinator.lock;

/**
 * How much a table takes.
 *
 * @param locks names that are held or waited for
 * @param waiters clients that wait, for all locks together
 */
public record LockLimits(int locks, int waiters) {

  public static final LockLimits DEFAULT = new LockLimits(10_000, 2_000);
}
