/**
 * Lines as the interactive shell reads them: cut into words, completed, coloured. It knows commands
 * by their picocli description only, and a cluster by its {@link dev.rondel.shell.line.Names}.
 */
@NullMarked
package dev.rondel.shell.line;

import org.jspecify.annotations.NullMarked;
