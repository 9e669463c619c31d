/** The durable store of one node: a commit log, and a MapDB file that is its picture. */
@NullMarked
package dev.rondel.node.store;

import org.jspecify.annotations.NullMarked;
