/** Benchmarks of single parts: {@code rondel testbed benchmark}. */
@NullMarked
package dev.rondel.testbed.bench;

import org.jspecify.annotations.NullMarked;
