/** Benchmarks of single parts, to be started by hand. */
@NullMarked
package dev.rondel.testbed.bench;

import org.jspecify.annotations.NullMarked;
