/**
 * What a user tries a cluster with. {@link dev.rondel.testbed.Testbed} is the command; {@code
 * pairs} makes test data, {@code verify} loads it and checks every pair from every node, {@code
 * load} writes and reads all the while, {@code history} judges what it saw, {@code scenario}
 * changes the cluster meanwhile, {@code check} leaves it as it is.
 */
@NullMarked
package dev.rondel.testbed;

import org.jspecify.annotations.NullMarked;
