package dev.rondel.node.store;

import java.nio.file.Path;

class InMemoryPairStoreTest extends PairStoreContract {

  @Override
  PairStore open(Path directory) {
    return new InMemoryPairStore();
  }

  @Override
  boolean keepsPairs() {
    return false;
  }
}
