/** Interfaces of other systems, a package each, all on the one gateway. */
@NullMarked
package dev.rondel.node.compat;

import org.jspecify.annotations.NullMarked;
