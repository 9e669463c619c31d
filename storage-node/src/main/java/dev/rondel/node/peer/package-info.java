/** Links between nodes over gRPC streams. */
@NullMarked
package dev.rondel.node.peer;

import org.jspecify.annotations.NullMarked;
