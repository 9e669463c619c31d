/** Changes of a cluster under load: a node joins, leaves, is killed. */
@NullMarked
package dev.rondel.testbed.scenario;

import org.jspecify.annotations.NullMarked;
