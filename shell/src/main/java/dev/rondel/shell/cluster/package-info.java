/**
 * A cluster of real processes on this machine: its state file, its lock, its ports, starting and
 * stopping it.
 *
 * <p>{@link dev.rondel.shell.cluster.ClusterSession} is the entry. What is known between two
 * commands stands in {@code cluster.json}; a process is known by pid and birth together ({@link
 * dev.rondel.shell.cluster.OsProcess}), so that a pid which the system has given to another process
 * is never touched.
 */
@NullMarked
package dev.rondel.shell.cluster;

import org.jspecify.annotations.NullMarked;
