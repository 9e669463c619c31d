package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadSettings;
import java.time.Duration;

/**
 * How a scenario is played.
 *
 * @param seed of every choice
 * @param keep leave the cluster as the scenario made it
 * @param converge how long the cluster may take to come to rest after a change
 * @param longestWriteGap a longer time without an acknowledged write of a key is a failure
 * @param longestReadGap a longer time without an answered read of a key is a failure
 * @param calm how long the load runs before the change, and again after the cluster has come to
 *     rest
 */
public record ScenarioSettings(
    Scenario scenario,
    long seed,
    boolean keep,
    Duration converge,
    Duration longestWriteGap,
    Duration longestReadGap,
    Duration calm,
    LoadSettings load) {}
