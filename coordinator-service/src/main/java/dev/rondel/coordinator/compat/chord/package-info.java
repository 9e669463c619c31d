/**
 * The interface of a toy DHT with Chord ideas (FastAPI, a ring of 32 slots, nodes named after their
 * ports), for programs that were written for it. Wrong bodies get 422 in FastAPI's shape;
 * everything else is done by the native operations.
 */
@NullMarked
package dev.rondel.coordinator.compat.chord;

import org.jspecify.annotations.NullMarked;
