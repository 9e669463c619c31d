/**
 * The coordinator for people and programs, over HTTP. Controllers parse, ask, and render; nothing
 * is decided here.
 */
@NullMarked
package dev.rondel.coordinator.web;

import org.jspecify.annotations.NullMarked;
