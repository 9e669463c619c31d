/**
 * Trouble for a cluster of real processes, under load: {@link dev.rondel.testbed.chaos.ChaosRun}
 * starts it, {@code plan} says what is done to it, {@link dev.rondel.testbed.chaos.Nemesis} does
 * it, {@link dev.rondel.testbed.chaos.Clients} write and read meanwhile, and at the end everything
 * that they saw is judged. {@code network} can be cut; {@code timeline} shows what happened.
 */
@NullMarked
package dev.rondel.testbed.chaos;

import org.jspecify.annotations.NullMarked;
