/** Interfaces of other systems, one package each. */
@NullMarked
package dev.rondel.coordinator.compat;

import org.jspecify.annotations.NullMarked;
