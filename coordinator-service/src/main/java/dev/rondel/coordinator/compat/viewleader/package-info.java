/**
 * The view leader of the system of Kevin Wu and Jeff Epstein, for its scripts: JSON messages over
 * TCP, one on each connection. Off unless {@code rondel.viewleader.enabled} is set.
 */
@NullMarked
package dev.rondel.coordinator.compat.viewleader;

import org.jspecify.annotations.NullMarked;
