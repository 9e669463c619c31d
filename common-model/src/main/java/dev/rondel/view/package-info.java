/**
 * The view: one numbered snapshot of members, ranges and chains, and where a range should be
 * placed.
 */
@NullMarked
package dev.rondel.view;

import org.jspecify.annotations.NullMarked;
