/**
 * A network of relays on this machine that can be cut: every connection between the servers of a
 * cluster goes through a {@link dev.rondel.testbed.chaos.network.Relay}, which asks the {@link
 * dev.rondel.testbed.chaos.network.Network} what becomes of its bytes. It needs no privileges.
 */
@NullMarked
package dev.rondel.testbed.chaos.network;

import org.jspecify.annotations.NullMarked;
