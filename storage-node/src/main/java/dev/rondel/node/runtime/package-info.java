/**
 * The shell of the chain: loop, clock, leases, sessions with the coordinator, and the gateway for
 * the interfaces.
 */
@NullMarked
package dev.rondel.node.runtime;

import org.jspecify.annotations.NullMarked;
