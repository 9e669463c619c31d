package dev.rondel.node.runtime;

import dev.rondel.pair.Key;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.Token;
import dev.rondel.view.View;

/** The ring's hash function, as the view names it. */
final class Tokens {

  private volatile Hashing hashing = Hashing.md5();

  Token of(Key key) {
    return hashing.hash(key.bytes());
  }

  /** To be called before the view is applied: what waited for the view is placed at once. */
  void follow(View view) {
    if (!view.hash().isEmpty() && !view.hash().equals(hashing.id())) {
      hashing = Hashing.named(view.hash());
    }
  }
}
