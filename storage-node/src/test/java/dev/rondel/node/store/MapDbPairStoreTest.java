package dev.rondel.node.store;

import java.nio.file.Path;

class MapDbPairStoreTest extends PairStoreContract {

  @Override
  PairStore open(Path directory) {
    return MapDbPairStore.open(StoreOptions.in(directory).withCheckpointBytes(100_000));
  }

  @Override
  boolean keepsPairs() {
    return true;
  }
}
