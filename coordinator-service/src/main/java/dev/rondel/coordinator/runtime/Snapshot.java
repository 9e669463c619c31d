package dev.rondel.coordinator.runtime;

import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Placement;
import dev.rondel.view.View;
import java.util.List;
import java.util.Map;

/**
 * What the coordinator knew at one moment, for all who only read.
 *
 * @param view the last published view, which is durable
 * @param target where the ranges should be
 * @param heartbeats the last of each node that has a session
 * @param keysPerSecond how fast keys are copied
 * @param log oldest first
 */
public record Snapshot(
    View view,
    Placement target,
    Map<NodeId, Heartbeat> heartbeats,
    long keysPerSecond,
    long bytesPerSecond,
    List<LogEntry> log) {

  /** How far the chains are from the target; reckoned anew by each call. */
  public Progress progress() {
    return Progress.of(view, target, heartbeats);
  }
}
