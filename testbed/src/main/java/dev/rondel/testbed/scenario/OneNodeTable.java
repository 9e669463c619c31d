package dev.rondel.testbed.scenario;

import dev.rondel.client.Condition;
import dev.rondel.client.NodeEndpoint;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOptions;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.testbed.load.Table;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The table as one node gives it. A read is repeated for a while: at the end every node has to
 * answer.
 */
record OneNodeTable(NodeEndpoint node, Duration timeout) implements Table {

  private static final int TRIES = 10;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  @Override
  public ReadOutcome get(Key key) {
    ReadOutcome outcome = node.get(key, timeout);
    for (int attempt = 1;
        attempt < TRIES && outcome instanceof ReadOutcome.Unavailable;
        attempt++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      outcome = node.get(key, timeout);
    }
    return outcome;
  }

  @Override
  public WriteOutcome put(Key key, Value value) {
    return node.put(key, value, WriteOptions.DEFAULT, timeout);
  }

  @Override
  public WriteOutcome delete(Key key) {
    return node.delete(key, Condition.always(), timeout);
  }
}
