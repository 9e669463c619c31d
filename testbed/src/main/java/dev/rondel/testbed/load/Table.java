package dev.rondel.testbed.load;

import dev.rondel.client.Condition;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;

/** What a client works on. */
public interface Table {

  /** Where it is asked, for people. */
  String name();

  ReadOutcome get(Key key);

  WriteOutcome put(Key key, Value value, Condition condition);

  WriteOutcome delete(Key key, Condition condition);
}
