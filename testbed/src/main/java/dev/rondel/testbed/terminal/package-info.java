/** Tables, bars and progress for people. */
@NullMarked
package dev.rondel.testbed.terminal;

import org.jspecify.annotations.NullMarked;
