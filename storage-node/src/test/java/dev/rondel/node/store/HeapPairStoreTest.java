package dev.rondel.node.store;

import java.nio.file.Path;

class HeapPairStoreTest extends PairStoreContract {

  @Override
  PairStore open(Path directory) {
    return HeapPairStore.open(StoreOptions.in(directory));
  }

  @Override
  boolean keepsPairs() {
    return true;
  }
}
