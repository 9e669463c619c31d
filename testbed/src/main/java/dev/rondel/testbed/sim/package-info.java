/**
 * A whole cluster in one thread, from one seed: the real cores of coordinator and nodes, on a
 * simulated network, on disks that lose what was not synced, under clocks that drift. Begin with
 * {@link dev.rondel.testbed.sim.Simulation}.
 */
@NullMarked
package dev.rondel.testbed.sim;

import org.jspecify.annotations.NullMarked;
