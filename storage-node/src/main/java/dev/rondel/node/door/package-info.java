/**
 * What the doors for clients of other systems share: a server on Netty that answers the requests of
 * each connection in their order, on virtual threads, within bounds; and the table as they use it.
 * The protocols themselves are in {@code memcached} and {@code resp}.
 */
@NullMarked
package dev.rondel.node.door;

import org.jspecify.annotations.NullMarked;
