package dev.rondel.node.store;

import static dev.rondel.node.store.PairStoreContract.done;
import static dev.rondel.node.store.PairStoreContract.pair;
import static dev.rondel.node.store.PairStoreContract.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildTest {

  @TempDir Path directory;

  @Test
  void aWastefulFileIsWrittenAnewWithWhatItHolds() throws IOException {
    Workload workload = new Workload();
    try (MapDbPairStore store = open()) {
      for (int i = 0; i < 48; i++) {
        Key key = Key.of("big-" + i);
        done(store.append(new Change.Put(token(key), pair(key, 1, new byte[1 << 20]))));
      }
      for (int i = 0; i < 48; i++) {
        Key key = Key.of("big-" + i);
        done(store.append(new Change.Erase(token(key), key, new Version(1))));
      }
      while (workload.next() <= 5_000) {
        done(workload.send(store));
      }
    }
    Path file = directory.resolve("pairs");
    long before = Files.size(file);
    for (int opening = 0; opening < 3; opening++) {
      try (MapDbPairStore store = open()) {
        assertThat(new Workload().moveTo(store, workload.next() - 1)).isNull();
        for (int i = 0; i < 500; i++) {
          done(workload.send(store));
        }
      }
    }
    assertThat(before).isGreaterThan(40 << 20);
    assertThat(Files.size(file)).isLessThan(before / 4);
    assertThat(directory.resolve("pairs.rebuilt")).doesNotExist();
  }

  private MapDbPairStore open() {
    return MapDbPairStore.open(StoreOptions.in(directory));
  }
}
