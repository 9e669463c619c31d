/**
 * Locks with leases and fencing tokens: who holds what, who waits for it in which order. Begin with
 * {@link dev.rondel.coordinator.lock.LockTable}. Pure.
 */
@NullMarked
package dev.rondel.coordinator.lock;

import org.jspecify.annotations.NullMarked;
