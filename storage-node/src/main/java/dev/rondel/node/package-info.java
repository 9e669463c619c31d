/**
 * The storage node: an application whose parts are the chain (pure), the store, the peers, the
 * runtime that joins them, and the web.
 */
@NullMarked
package dev.rondel.node;

import org.jspecify.annotations.NullMarked;
