/**
 * The text protocol of memcached, the meta commands among it, on keys and values that are the same
 * as under {@code /kv}. {@link dev.rondel.node.memcached.CommandDecoder} cuts the bytes into
 * commands, {@link dev.rondel.node.memcached.Commands} says who answers which.
 *
 * <p>The cas of an item is the version of the pair; so touching an item, which is a write, changes
 * it.
 */
@NullMarked
package dev.rondel.node.memcached;

import org.jspecify.annotations.NullMarked;
