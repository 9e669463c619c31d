package dev.rondel.coordinator.runtime;

import java.time.Instant;

/** A line of the coordinator's log for people: what it did, and why. */
public record LogEntry(Instant time, long epoch, String text) {}
