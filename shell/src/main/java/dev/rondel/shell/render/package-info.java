/** Tables, colours and the picture of the ring, as text for a terminal. */
@NullMarked
package dev.rondel.shell.render;

import org.jspecify.annotations.NullMarked;
