package dev.rondel.testbed.scenario;

import dev.rondel.client.Condition;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.RondelClient;
import dev.rondel.client.WriteOptions;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.testbed.load.Table;

/** The table as a client uses it: each key at a replica of the client's choice. */
record RoutedTable(RondelClient client) implements Table {

  @Override
  public String name() {
    return "its replicas";
  }

  @Override
  public ReadOutcome get(Key key) {
    return client.get(key);
  }

  @Override
  public WriteOutcome put(Key key, Value value, Condition condition) {
    return client.put(key, value, WriteOptions.when(condition));
  }

  @Override
  public WriteOutcome delete(Key key, Condition condition) {
    return client.delete(key, condition);
  }
}
