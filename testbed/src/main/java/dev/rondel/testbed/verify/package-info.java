/**
 * Loads pairs through random nodes, reads them back from every node, and compares with the ring.
 */
@NullMarked
package dev.rondel.testbed.verify;

import org.jspecify.annotations.NullMarked;
