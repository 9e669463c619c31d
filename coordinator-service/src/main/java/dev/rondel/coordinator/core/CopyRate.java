package dev.rondel.coordinator.core;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import java.util.HashMap;
import java.util.Map;

/** How fast all nodes together copy: what they report, smoothed over some seconds. */
public final class CopyRate {

  private static final double MEMORY_SECONDS = 5;

  private final Map<Work, Heartbeat.Copying> last = new HashMap<>();
  private double keys;
  private double bytes;
  private long at;

  public CopyRate(long now) {
    this.at = now;
  }

  /** Takes what the nodes report at {@code now}, in nanoseconds. */
  public void tick(Map<NodeId, Heartbeat> heartbeats, long now) {
    double seconds = (now - at) / 1e9;
    if (seconds <= 0) {
      return;
    }
    at = now;
    long moreKeys = 0;
    long moreBytes = 0;
    Map<Work, Heartbeat.Copying> current = new HashMap<>();
    for (Map.Entry<NodeId, Heartbeat> entry : heartbeats.entrySet()) {
      for (Heartbeat.Copying copying : entry.getValue().copying()) {
        var work = new Work(entry.getKey(), copying.token(), copying.chainEpoch().value());
        Heartbeat.Copying before = last.get(work);
        moreKeys += Math.max(0, copying.keysDone() - (before == null ? 0 : before.keysDone()));
        moreBytes +=
            Math.max(0, copying.bytesCopied() - (before == null ? 0 : before.bytesCopied()));
        current.put(work, copying);
      }
    }
    last.clear();
    last.putAll(current);
    double part = 1 - Math.exp(-seconds / MEMORY_SECONDS);
    keys += part * (moreKeys / seconds - keys);
    bytes += part * (moreBytes / seconds - bytes);
  }

  public long keysPerSecond() {
    return Math.round(keys);
  }

  public long bytesPerSecond() {
    return Math.round(bytes);
  }

  private record Work(NodeId node, Token token, long chainEpoch) {}
}
