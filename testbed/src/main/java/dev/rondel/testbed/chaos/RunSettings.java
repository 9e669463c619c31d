package dev.rondel.testbed.chaos;

import java.time.Duration;

/**
 * How hard a run is.
 *
 * @param duration of the trouble, under load
 * @param clients how many read and write at once
 * @param keys how many keys they work on at once
 * @param pause of each client between two operations, on average
 * @param heal how long the cluster may take to come to rest when all is undone
 */
record RunSettings(
    Duration duration, long seed, int clients, int keys, Duration pause, Duration heal) {}
