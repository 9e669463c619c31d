/**
 * A cluster of real processes, made for trouble: {@link
 * dev.rondel.testbed.chaos.cluster.ChaosCluster} starts, kills, pauses and ends its servers.
 */
@NullMarked
package dev.rondel.testbed.chaos.cluster;

import org.jspecify.annotations.NullMarked;
