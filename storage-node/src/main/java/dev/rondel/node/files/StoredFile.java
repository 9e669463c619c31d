package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Version;

/**
 * A file as a read found it.
 *
 * @param version of its manifest
 * @param route how the manifest was reached
 */
public record StoredFile(FileName name, Manifest manifest, Version version, Route route) {}
