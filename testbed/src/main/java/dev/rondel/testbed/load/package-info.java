/** A continuous load of clients on the same keys, its history, and the judgement over it. */
@NullMarked
package dev.rondel.testbed.load;

import org.jspecify.annotations.NullMarked;
