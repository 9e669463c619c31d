/**
 * Chain replication as a pure state machine: it takes messages, ticks and results, and returns
 * commands.
 */
@NullMarked
package dev.rondel.node.chain;

import org.jspecify.annotations.NullMarked;
