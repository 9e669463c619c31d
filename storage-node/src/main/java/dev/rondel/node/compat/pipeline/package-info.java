/**
 * The HTTP interface of a teaching project's hash table, in which any node takes any request, and
 * nodes join and leave each other without a coordinator to be seen: {@code /db} and {@code /dht}.
 * Keys and values are the same as under {@code /kv}.
 */
@NullMarked
package dev.rondel.node.compat.pipeline;

import org.jspecify.annotations.NullMarked;
