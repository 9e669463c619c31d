/**
 * Tokens, nodes and the ring as pure functions: hashing, lookup by binary search, choice of tokens.
 */
@NullMarked
package dev.rondel.ring;

import org.jspecify.annotations.NullMarked;
