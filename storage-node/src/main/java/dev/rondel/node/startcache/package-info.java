/**
 * The start-up cache of a standalone node. {@code java -jar storage-node.jar --name=… --port=…} has
 * nobody who prepares its start, and a JVM cannot keep what it loads from a jar in a jar. So such a
 * node makes what {@code ./rondel up} and the container images have from the beginning: the jar
 * taken apart, and a JDK AOT cache (JEP 483, 514, 515) of one short life.
 *
 * <p>{@link dev.rondel.node.startcache.StartCache} is the way in. A start that finds a {@link
 * dev.rondel.node.startcache.CacheDirectory} made by exactly this jar, JVM and options goes on from
 * it: the process becomes that start ({@link dev.rondel.node.startcache.Exec}), with its id,
 * terminal, arguments and options. A start that finds none runs as it is, and makes one when it is
 * ready ({@link dev.rondel.node.startcache.Training}). Whatever goes wrong here costs time, and
 * nothing else.
 */
@NullMarked
package dev.rondel.node.startcache;

import org.jspecify.annotations.NullMarked;
