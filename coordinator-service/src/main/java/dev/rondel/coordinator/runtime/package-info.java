/**
 * The shell of the coordinator: one thread that owns the core, the clock, the durable ring, and the
 * snapshot that everybody reads. Begin with {@link dev.rondel.coordinator.runtime.CoordinatorLoop}.
 */
@NullMarked
package dev.rondel.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
