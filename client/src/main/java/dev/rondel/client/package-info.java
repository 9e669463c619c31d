/**
 * The Java client. {@link dev.rondel.client.RondelClient} caches the view, hashes each key itself
 * and goes straight to a replica; {@link dev.rondel.client.NodeEndpoint} is one node's HTTP
 * interface, one attempt at a time; {@link dev.rondel.client.Admin} is the coordinator's.
 */
@NullMarked
package dev.rondel.client;

import org.jspecify.annotations.NullMarked;
