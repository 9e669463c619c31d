/** A continuous load of writers and readers, its history, and the judgement over it. */
@NullMarked
package dev.rondel.testbed.load;

import org.jspecify.annotations.NullMarked;
