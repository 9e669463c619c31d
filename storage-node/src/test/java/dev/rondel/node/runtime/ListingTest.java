package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.pair.Key;
import dev.rondel.ring.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ListingTest {

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void everyKeyIsListedOnceInTheOrderOfTokens() {
    cluster.form("a b", "b c", "c a");
    List<String> keys = put("k", 300);

    for (int pageSize : new int[] {1, 7, 100, 299, 300, 301, 10_000}) {
      List<String> listed = list("b", "", pageSize, false);
      assertThat(listed).hasSize(300).containsExactlyElementsOf(inTokenOrder(keys));
    }
  }

  @Test
  void aListingGoesOnAfterAnyToken() {
    cluster.form("a b", "b c", "c a");
    List<String> keys = inTokenOrder(put("k", 60));
    var gateway = cluster.node("b").gateway();

    assertThat(names(gateway.listAfter(Token.MAX, 100))).containsExactlyElementsOf(keys);
    for (int i = 0; i < keys.size(); i++) {
      Token token = cluster.tokenOf(keys.get(i));
      assertThat(names(gateway.listAfter(token, 100)))
          .containsExactlyElementsOf(keys.subList(i + 1, keys.size()));
    }
    assertThat(gateway.listAfter(Token.MIN, 7).entries()).hasSize(7);
  }

  private static List<String> names(Page page) {
    return page.entries().stream().map(listed -> listed.key().toString()).toList();
  }

  @Test
  void aPageIsNeverLargerThanItsLimit() {
    cluster.form("a b", "b c");
    put("k", 50);

    Page page = cluster.node("a").gateway().list(null, new byte[0], 20, false);

    assertThat(page.entries()).hasSize(20);
    assertThat(page.next()).isNotNull();
  }

  @Test
  void aPrefixLeavesOutTheOthers() {
    cluster.form("a b", "b c", "c a");
    put("fruit:", 40);
    put("tree:", 40);

    assertThat(list("a", "fruit:", 7, false)).hasSize(40).allMatch(key -> key.startsWith("fruit:"));
    assertThat(list("a", "none", 7, false)).isEmpty();
  }

  @Test
  void aLocalListingHasTheKeysThatTheNodeHeads() {
    cluster.form("a b", "b c", "c a");
    List<String> keys = put("k", 200);

    var all = new ArrayList<String>();
    for (String node : List.of("a", "b", "c")) {
      List<String> local = list(node, "", 9, true);
      int index = "abc".indexOf(node);
      assertThat(local).allMatch(key -> cluster.view().indexOf(cluster.tokenOf(key)) == index);
      all.addAll(local);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void deletedAndExpiredKeysAreNotListed() {
    cluster.form("a b", "b c");
    put("k", 3);
    cluster.delete("a", "k1", Condition.ALWAYS);
    cluster
        .node("a")
        .gateway()
        .execute(
            new Operation.Put(
                Key.of("k2"),
                NodeCluster.value("x"),
                cluster.clock.get() + 5,
                Condition.ALWAYS,
                NodeCluster.TIMEOUT));
    cluster.clock.addAndGet(5);

    assertThat(list("c", "", 10, false)).containsExactly("k0");
  }

  @Test
  void anEmptyRingHasAnEmptyListing() {
    assertThat(list("a", "", 10, false)).isEmpty();
    cluster.form("a b");
    assertThat(list("a", "", 10, false)).isEmpty();
  }

  @Test
  void whereTheOnlyReplicaOfARangeIsDownTheListingSaysSo() {
    cluster.form("a", "b");
    put("k", 20);
    cluster.kill("b");
    cluster.markDown("b");
    cluster.publishTo("a c", "a", "b");

    assertThatThrownBy(() -> list("a", "", 100, false))
        .isInstanceOfSatisfying(
            ListingUnavailableException.class,
            e -> assertThat(e.outcome().holders()).containsExactly(cluster.node("b").id))
        .hasMessageContaining(
            "b has the data: start it, or accept the loss with `rondel accept-loss b`");
    assertThat(list("a", "", 100, true)).isNotEmpty();
  }

  /** The node is cut off, has no lease, and does not hear of the view that goes on without it. */
  @Test
  void aNodeThatWasLeftBehindListsNothing() {
    cluster.form("a b");
    put("k", 3);
    cluster.coordinator.grantLease(cluster.node("a").id, false);
    eventually("a has no lease", () -> !cluster.node("a").runtime().hasLease());
    cluster.cutOff("a");
    cluster.markDown("a");
    cluster.publishTo("b c", "b");
    assertThat(cluster.delete("c", "k1", Condition.ALWAYS))
        .isInstanceOf(Gateway.Outcome.Deleted.class);

    for (boolean local : new boolean[] {false, true}) {
      assertThatThrownBy(() -> list("a", "", 10, local))
          .isInstanceOf(ListingUnavailableException.class);
    }
    assertThat(list("c", "", 10, false)).containsExactlyInAnyOrder("k0", "k2");
  }

  @Test
  void withoutLeasesTheMembersConfirmAndAListingGoesOn() {
    cluster.form("a b", "b c", "c a");
    List<String> keys = put("k", 50);

    cluster.withholdLeases();

    assertThat(list("b", "", 7, false)).containsExactlyInAnyOrderElementsOf(keys);
  }

  /** It is on the head's disk, but may yet vanish with it. */
  @Test
  void aKeyIsNotListedBeforeItsWriteIsOnEveryDisk() {
    cluster.form("a b");
    put("k", 3);
    cluster.node("b").store.hold();
    var write = cluster.async(() -> cluster.put("a", "new", "x"));
    var delete = cluster.async(() -> cluster.delete("a", "k1", Condition.ALWAYS));
    eventually("both are at b", () -> cluster.node("b").store.held() == 2);
    eventually("both are on a's disk", () -> onDiskOfA("new") && !onDiskOfA("k1"));

    assertThatThrownBy(() -> list("c", "", 10, false))
        .isInstanceOf(ListingUnavailableException.class);
    var listing = cluster.async(() -> list("c", "", 10, false));
    cluster.node("b").store.release();

    assertThat(listing.join()).containsExactlyInAnyOrder("k0", "k2", "new");
    assertThat(write.join()).isInstanceOf(Gateway.Outcome.Stored.class);
    assertThat(delete.join()).isInstanceOf(Gateway.Outcome.Deleted.class);
  }

  private boolean onDiskOfA(String key) {
    return cluster.keysOnDisk("a").contains(key);
  }

  @Test
  void aListingGoesOnFromTheReplicaThatLives() {
    cluster.form("a b", "b a");
    List<String> keys = put("k", 50);
    cluster.awaitLeases();
    cluster.kill("a");
    cluster.markDown("a");
    cluster.publishTo("b c", "b", "b");

    assertThat(list("c", "", 8, false)).containsExactlyInAnyOrderElementsOf(keys);
  }

  /** The half of a range that went to another node must not be listed from where it was. */
  @Test
  void aListingFollowsARangeThatIsSplitBeforeTheListerHearsOfIt() {
    cluster.form("b");
    put("k", 50);
    cluster.form("b + c");
    cluster.awaitCaughtUp("c");
    cluster.publishTo("b c", "b c");
    cluster.publishTo("b c", "c", "b");
    eventually(
        "c takes a key of its half",
        () -> cluster.put("c", lower(), "x") instanceof Gateway.Outcome.Stored);

    var listing = cluster.async(() -> list("a", "", 1_000, false));
    cluster.tell("a");

    assertThat(listing.join()).hasSize(51).contains(lower());
  }

  private String lower() {
    return cluster.keysIn(0, "lower", 1).getFirst();
  }

  private List<String> put(String prefix, int count) {
    var keys = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      assertThat(cluster.put("a", prefix + i, "x")).isInstanceOf(Gateway.Outcome.Stored.class);
      keys.add(prefix + i);
    }
    return keys;
  }

  private List<String> inTokenOrder(List<String> keys) {
    return keys.stream().sorted(Comparator.comparing(cluster::tokenOf, Token::compareTo)).toList();
  }

  private List<String> list(String via, String prefix, int pageSize, boolean local) {
    var keys = new ArrayList<String>();
    Cursor cursor = null;
    do {
      Page page =
          cluster
              .node(via)
              .gateway()
              .list(cursor, prefix.getBytes(StandardCharsets.UTF_8), pageSize, local);
      page.entries().stream().map(Listed::key).map(Key::toString).forEach(keys::add);
      cursor = page.next();
    } while (cursor != null);
    return keys;
  }
}
