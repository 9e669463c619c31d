/** Load: clients that read and write through random nodes and remember every answer. */
@NullMarked
package dev.rondel.testbed.chaos.clients;

import org.jspecify.annotations.NullMarked;
