/**
 * What happened in a run, second by second, as text and as a picture. Pure, but for the recorder.
 */
@NullMarked
package dev.rondel.testbed.chaos.timeline;

import org.jspecify.annotations.NullMarked;
