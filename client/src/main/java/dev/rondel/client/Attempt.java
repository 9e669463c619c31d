package dev.rondel.client;

import dev.rondel.view.Epoch;

/**
 * What one request to one node came to. What may be done next follows from it, and from nothing
 * else.
 */
sealed interface Attempt<T> {

  /** The node answered; the epoch of its view is in the answer. */
  record Answered<T>(T outcome, Epoch epoch) implements Attempt<T> {}

  /**
   * Nothing was applied, and nothing will be: safe to send again, here or elsewhere.
   *
   * @param byNode a node of the ring says so, and so knows more than who only could not reach one
   */
  record NotApplied<T>(String reason, boolean byNode) implements Attempt<T> {}

  /**
   * It was sent, and what became of it is not known: only what is safe to repeat may be sent again.
   */
  record Lost<T>(String reason) implements Attempt<T> {}
}
