/**
 * The coordinator as a pure state machine: sessions, operators and ticks in, commands out. The
 * shell around it is in {@code runtime}. Begin with {@link
 * dev.rondel.coordinator.core.CoordinatorCore}.
 */
@NullMarked
package dev.rondel.coordinator.core;

import org.jspecify.annotations.NullMarked;
