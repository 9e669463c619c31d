/**
 * Files of any size as pairs of the table, behind the {@link dev.rondel.node.runtime.Gateway} and
 * without a word of HTTP.
 *
 * <p>A file is a {@link dev.rondel.node.files.Manifest} and the chunks that it names. Begin with
 * {@link dev.rondel.node.files.FileStore}; where the pairs are is in {@code FileKeys}.
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>A manifest is written when all of its chunks are durable, and in one step: a file is the
 *       old one or the new one, whole.
 *   <li>Chunks are written once. Those of another request have another id in their keys, so that
 *       uploads never mix, and whatever a key of a manifest reads is the right bytes or nothing.
 *   <li>Each run of chunks (a {@link dev.rondel.node.files.Part}) has a record from before its
 *       first chunk is written until after its last is deleted. So nothing is lost from sight: the
 *       {@code Sweep} deletes what no manifest and no upload names.
 * </ol>
 */
@NullMarked
package dev.rondel.node.files;

import org.jspecify.annotations.NullMarked;
