package dev.rondel.testbed.load;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;

/** What a load works on. */
public interface Table {

  ReadOutcome get(Key key);

  WriteOutcome put(Key key, Value value);

  WriteOutcome delete(Key key);
}
