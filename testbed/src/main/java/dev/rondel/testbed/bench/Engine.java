package dev.rondel.testbed.bench;

import dev.rondel.node.store.PairStore;
import dev.rondel.pair.Pair;
import dev.rondel.ring.Token;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is measured: durable puts, and gets. */
interface Engine extends AutoCloseable {

  /** Completes when the pair is on the disk. */
  CompletableFuture<Void> put(Token token, Pair pair);

  @Nullable Object get(Token token, Pair pair);

  @Override
  void close();

  static Engine of(PairStore store) {
    return new Engine() {
      @Override
      public CompletableFuture<Void> put(Token token, Pair pair) {
        return store.append(new PairStore.Change.Put(token, pair));
      }

      @Override
      public @Nullable Object get(Token token, Pair pair) {
        return store.get(token, pair.key());
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }
}
