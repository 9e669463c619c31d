package dev.rondel.testbed.load;

import dev.rondel.client.Condition;
import dev.rondel.client.NodeEndpoint;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOptions;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import java.time.Duration;

/** The table as one node gives it: each operation is one request. */
public record OneNodeTable(String name, NodeEndpoint node, Duration timeout) implements Table {

  @Override
  public ReadOutcome get(Key key) {
    return node.get(key, timeout);
  }

  @Override
  public WriteOutcome put(Key key, Value value, Condition condition) {
    return node.put(key, value, WriteOptions.when(condition), timeout);
  }

  @Override
  public WriteOutcome delete(Key key, Condition condition) {
    return node.delete(key, condition, timeout);
  }
}
