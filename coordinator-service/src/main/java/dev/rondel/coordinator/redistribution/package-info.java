/**
 * From the view as it is to the view as the ring wants it, one safe step at a time. Pure. Begin
 * with {@link dev.rondel.coordinator.redistribution.RedistributionPlanner}.
 */
@NullMarked
package dev.rondel.coordinator.redistribution;

import org.jspecify.annotations.NullMarked;
