/**
 * What clients saw of a table, and whether one register for each key explains it. Pure: operations
 * go in, a {@link Verdict} comes out. Begin at {@link Operation}, {@link History} and {@link
 * LinearizabilityCheck}.
 */
@NullMarked
package dev.rondel.testbed.history;

import org.jspecify.annotations.NullMarked;
