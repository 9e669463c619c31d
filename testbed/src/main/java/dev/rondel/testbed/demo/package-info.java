/** {@code rondel demo}: walks through what another system does, step by step, on a real cluster. */
@NullMarked
package dev.rondel.testbed.demo;

import org.jspecify.annotations.NullMarked;
