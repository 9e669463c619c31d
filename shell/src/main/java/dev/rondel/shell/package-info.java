/**
 * The {@code rondel} command: one class for each subcommand, over {@link dev.rondel.shell.cluster}
 * for the processes of this machine and {@code dev.rondel.client} for what the cluster tells. An
 * interactive shell will stand beside them.
 */
@NullMarked
package dev.rondel.shell;

import org.jspecify.annotations.NullMarked;
