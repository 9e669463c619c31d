/** Keys, values, versions, and the pair that joins them. */
@NullMarked
package dev.rondel.pair;

import org.jspecify.annotations.NullMarked;
