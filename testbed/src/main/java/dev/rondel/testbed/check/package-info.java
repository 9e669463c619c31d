/** The check of a running cluster: a recorded load, and the judgement over it. */
@NullMarked
package dev.rondel.testbed.check;

import org.jspecify.annotations.NullMarked;
