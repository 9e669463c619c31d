package dev.rondel.coordinator.core;

import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import java.util.List;

/**
 * What the core wants done, in this order. A session is named by the number that the shell gave it.
 */
public sealed interface Command {

  /**
   * Make the view durable, and only then go on with the next command. {@code notes} say what
   * changed, for people.
   */
  record Publish(View view, List<String> notes) implements Command {}

  /** Something that people should know, though no view changes. */
  record Note(String text) implements Command {}

  record SendView(long session, View view) implements Command {}

  /** Answers a heartbeat; always after the view of this epoch has been sent on the session. */
  record SendLease(long session, long number, long epoch) implements Command {}

  /** Say why, and end the session. */
  record Refuse(long session, String code, String message) implements Command {}

  /** Ends a session that another one has taken the place of. */
  record End(long session) implements Command {}

  /**
   * Find out whether the address refuses connections, and if so tell {@link
   * CoordinatorCore#refused}.
   */
  record Probe(NodeId node, long incarnation, String address) implements Command {}
}
