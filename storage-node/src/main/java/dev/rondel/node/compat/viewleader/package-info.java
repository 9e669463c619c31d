/**
 * A server of the view-leader system, for its scripts: JSON messages over TCP, one on each
 * connection. Off unless {@code rondel.viewleader.enabled} is set.
 */
@NullMarked
package dev.rondel.node.compat.viewleader;

import org.jspecify.annotations.NullMarked;
