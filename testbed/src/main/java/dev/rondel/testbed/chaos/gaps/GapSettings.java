package dev.rondel.testbed.chaos.gaps;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param warmUp for how long there is load before the first strike
 * @param kills how many nodes are killed, one after the other
 * @param pauses how many are paused
 * @param cuts how many are cut off from everybody
 * @param coordinatorPause for how long the coordinator is paused at the end; zero for not at all
 * @param clients that make load meanwhile
 * @param pause of each between two operations, on average
 * @param heal how long the cluster may take to come to rest after each strike
 */
public record GapSettings(
    Duration warmUp,
    int kills,
    int pauses,
    int cuts,
    Duration coordinatorPause,
    long seed,
    int clients,
    Duration pause,
    Duration heal) {}
