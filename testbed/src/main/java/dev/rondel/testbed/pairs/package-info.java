/** Test data: made from a seed, kept in a CSV file. */
@NullMarked
package dev.rondel.testbed.pairs;

import org.jspecify.annotations.NullMarked;
