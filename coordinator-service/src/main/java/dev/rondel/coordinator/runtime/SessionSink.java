package dev.rondel.coordinator.runtime;

import dev.rondel.view.View;

/** The way back to one node process. Called by the loop alone; never blocks. */
public interface SessionSink {

  /** Sends the view, or a newer one as soon as the node takes messages again. */
  void view(View view);

  /**
   * Answers heartbeat {@code number}; dropped where the view of that epoch could not be sent yet.
   */
  void lease(long number, long epoch);

  void refuse(String code, String message);

  void end();
}
