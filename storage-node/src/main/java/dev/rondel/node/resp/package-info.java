/**
 * The protocol of Redis, RESP2 and RESP3, on keys and values that are the same as under {@code
 * /kv}.
 */
@NullMarked
package dev.rondel.node.resp;

import org.jspecify.annotations.NullMarked;
