/**
 * Who takes part and who is alive: sessions, registration, standings, and the failure detector.
 * Pure; time is an argument.
 */
@NullMarked
package dev.rondel.coordinator.membership;

import org.jspecify.annotations.NullMarked;
