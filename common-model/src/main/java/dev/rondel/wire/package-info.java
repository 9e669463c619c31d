/** Conversion between the model and its wire format. */
@NullMarked
package dev.rondel.wire;

import org.jspecify.annotations.NullMarked;
