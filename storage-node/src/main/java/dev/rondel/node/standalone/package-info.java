/**
 * Standalone nodes: tables without a coordinator service, which begin as a table of one, are merged
 * into each other, and are left again. One member of each table has its coordinator in its own
 * process.
 *
 * <p>What must hold:
 *
 * <ol>
 *   <li>A node is of one table at a time, and {@code table.properties} says of which; it is durable
 *       before the node acts on it. Links and sessions between nodes of different tables are
 *       refused.
 *   <li>A merge moves the smaller table into the larger one. Before the first pair of it travels,
 *       all its members refuse writes, durably; they take writes again only as members of the other
 *       table, or where nothing has travelled yet. So no write is acknowledged that the merge would
 *       miss, and one that breaks off goes on where it is repeated.
 *   <li>A member changes tables only when every pair of the smaller one is in the larger one.
 *   <li>One process at most runs a table's coordinator: who hands it over gives it up, durably,
 *       before the other takes it.
 * </ol>
 */
@NullMarked
package dev.rondel.node.standalone;

import org.jspecify.annotations.NullMarked;
