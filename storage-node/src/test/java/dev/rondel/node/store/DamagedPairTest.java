package dev.rondel.node.store;

import static dev.rondel.node.store.PairStoreContract.done;
import static dev.rondel.node.store.PairStoreContract.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.PairStore.Damaged;
import dev.rondel.node.store.PairStore.Entry;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bit of a value is turned in the file of a store. */
class DamagedPairTest {

  private static final TokenRange RING = new TokenRange(Token.MIN, Token.MIN);
  private static final Key KEY = Key.of("k");
  private static final String TEXT = "a text that is found again in the file";

  @TempDir Path directory;

  @BeforeEach
  void damage() throws IOException {
    try (MapDbPairStore store = open()) {
      for (String name : List.of("j", "k", "l")) {
        done(store.append(new Change.Put(token(name), pair(name, TEXT + " " + name))));
      }
    }
    Path file = directory.resolve("pairs");
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(TEXT + " k");
    bytes[at + 3] ^= 1;
    Files.write(file, bytes);
  }

  private static Pair pair(String key, String text) {
    Value value = Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
    return new Pair(Key.of(key), new Version(7), value, 0);
  }

  private MapDbPairStore open() {
    return MapDbPairStore.open(StoreOptions.in(directory));
  }

  @Test
  void itIsNeitherReadNorListedAndSomebodyIsTold() {
    var told = new ArrayList<Damaged>();
    try (MapDbPairStore store = open()) {
      store.onDamage(told::add);

      assertThatThrownBy(() -> store.get(token("k"), KEY))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
      PairStore.Scan scan = store.scan(RING, null, 10, true);

      assertThat(scan.entries().stream().map(Entry::pair))
          .containsExactlyInAnyOrder(pair("j", TEXT + " j"), pair("l", TEXT + " l"));
      assertThat(scan.damaged()).extracting(Damaged::key).containsExactly(KEY);
      assertThat(told).containsExactly(scan.damaged().getFirst(), scan.damaged().getFirst());
    }
  }

  @Test
  void itIsReplacedForGood() {
    Pair whole = pair("k", TEXT + " k");
    PairStore.Size size;
    try (MapDbPairStore store = open()) {
      size = store.size();
      done(store.append(new Change.Mend(damaged(store), whole)));
      assertThat(store.get(token("k"), KEY)).isEqualTo(whole);
    }
    try (MapDbPairStore store = open()) {
      assertThat(store.get(token("k"), KEY)).isEqualTo(whole);
      assertThat(store.size()).isEqualTo(size);
    }
  }

  @Test
  void itIsForgottenForGood() {
    try (MapDbPairStore store = open()) {
      done(store.append(new Change.Mend(damaged(store), null)));
    }
    try (MapDbPairStore store = open()) {
      assertThat(store.get(token("k"), KEY)).isNull();
      assertThat(store.size().entries()).isEqualTo(2);
    }
  }

  private static Damaged damaged(PairStore store) {
    return store.scan(RING, null, 10, false).damaged().getFirst();
  }

  @Test
  void whatHasReplacedItMeanwhileStays() {
    try (MapDbPairStore store = open()) {
      Damaged damaged = damaged(store);
      done(store.append(new Change.Put(token("k"), pair("k", "newer"))));
      done(store.append(new Change.Mend(damaged, null)));
      assertThat(store.get(token("k"), KEY)).isEqualTo(pair("k", "newer"));
    }
  }

  @Test
  void whatIsDamagedOtherwiseStays() {
    try (MapDbPairStore store = open()) {
      var other = new Damaged(token("k"), KEY, damaged(store).bytes() + 1);
      done(store.append(new Change.Mend(other, null)));
      assertThat(store.scan(RING, null, 10, false).damaged()).hasSize(1);
    }
  }
}
