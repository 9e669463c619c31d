/** What the modules' architecture tests share. */
@NullMarked
package dev.rondel.architecture;

import org.jspecify.annotations.NullMarked;
