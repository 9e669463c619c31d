package dev.rondel.coordinator.lock;

/** The outcome of the request of this number; told only when the table is durable as it is. */
public record LockAnswer(long request, LockOutcome outcome) {}
