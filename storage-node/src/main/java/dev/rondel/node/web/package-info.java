/** HTTP: the key-value servlet, and the controllers around it. */
@NullMarked
package dev.rondel.node.web;

import org.jspecify.annotations.NullMarked;
