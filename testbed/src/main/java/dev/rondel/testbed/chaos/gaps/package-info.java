/**
 * What failures cost: {@link dev.rondel.testbed.chaos.gaps.GapRun} strikes one node after the other
 * and measures for how long the keys of its ranges could not be written and read.
 */
@NullMarked
package dev.rondel.testbed.chaos.gaps;

import org.jspecify.annotations.NullMarked;
