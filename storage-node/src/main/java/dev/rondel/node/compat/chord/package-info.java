/**
 * The HTTP interface of a toy distributed hash table with Chord's ideas, on which clients exist:
 * JSON in POST bodies, 200 for success, 422 for a wrong body. Keys and values are the same as under
 * {@code /kv}.
 */
@NullMarked
package dev.rondel.node.compat.chord;

import org.jspecify.annotations.NullMarked;
