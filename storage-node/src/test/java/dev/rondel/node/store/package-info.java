/** The contract of the stores, and what may go wrong with a disk. */
@NullMarked
package dev.rondel.node.store;

import org.jspecify.annotations.NullMarked;
