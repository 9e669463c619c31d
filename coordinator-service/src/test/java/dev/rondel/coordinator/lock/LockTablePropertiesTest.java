package dev.rondel.coordinator.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random requests, departures and restarts, against what a list and a map can tell. */
class LockTablePropertiesTest {

  private static final LockName NAME = new LockName("x");
  private static final Duration TTL = Duration.ofNanos(50);

  @Property(tries = 300)
  void thereIsOneHolderTokensGrowAndThoseWhoStayAreServedInOrder(@ForAll Random random) {
    var table = new LockTable(LockLimits.DEFAULT, StoredLocks.NONE, 0);
    Map<Long, LockClient> clients = new HashMap<>();
    List<LockClient> order = new ArrayList<>();
    long now = 0;
    long greatest = 0;
    for (long request = 1; request <= 200; request++) {
      now += random.nextInt(10);
      table.tick(now);
      greatest = check(table, clients, order, greatest, now);
      var client = new LockClient("c" + random.nextInt(5));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          clients.put(request, client);
          if (!order.contains(client)) {
            order.add(client);
          }
          table.acquire(
              request, new LockWish(NAME, client, TTL, Duration.ofDays(1), Duration.ZERO), now);
        }
        case 4 -> table.release(request, NAME, client, now);
        case 5 -> table.renew(request, NAME, client, null, now);
        case 6 -> {
          table.leave(NAME, client, now);
          if (table.all(now).stream().noneMatch(status -> isHolder(status, client))) {
            order.remove(client);
          }
        }
        default -> {
          table = new LockTable(LockLimits.DEFAULT, table.stored(), now);
          LockTable started = table;
          long at = now;
          order.removeIf(c -> started.all(at).stream().noneMatch(s -> isHolder(s, c)));
        }
      }
      greatest = check(table, clients, order, greatest, now);
    }
  }

  private static boolean isHolder(LockStatus status, LockClient client) {
    return status.grant() != null && status.grant().client().equals(client);
  }

  /** Whoever is granted anew was first of those who wait. */
  private static long check(
      LockTable table,
      Map<Long, LockClient> clients,
      List<LockClient> order,
      long greatest,
      long now) {
    long seen = greatest;
    for (LockAnswer answer : table.takeAnswers()) {
      if (answer.outcome() instanceof LockOutcome.Granted(LockGrant grant, Duration _)) {
        LockClient asked = clients.get(answer.request());
        if (asked != null) {
          assertThat(grant.client()).isEqualTo(asked);
        }
        assertThat(grant.token()).isGreaterThanOrEqualTo(seen);
        if (grant.token() > seen) {
          while (!order.isEmpty() && !order.getFirst().equals(grant.client())) {
            // the holder before, whose lease ended or who gave it back
            LockClient before = order.removeFirst();
            assertThat(table.all(now).stream().flatMap(s -> s.waiting().stream()))
                .doesNotContain(before);
          }
          assertThat(order).isNotEmpty();
        }
        seen = grant.token();
      }
    }
    List<LockStatus> all = table.all(now);
    assertThat(all.size()).isLessThanOrEqualTo(1);
    for (LockStatus status : all) {
      assertThat(status.grant()).isNotNull();
      assertThat(status.waiting()).doesNotContain(status.grant().client()).doesNotHaveDuplicates();
      order.removeIf(c -> !isHolder(status, c) && !status.waiting().contains(c));
      List<LockClient> expected = new ArrayList<>(List.of(status.grant().client()));
      expected.addAll(status.waiting());
      assertThat(expected).isEqualTo(order);
    }
    if (all.isEmpty()) {
      order.clear();
    }
    return seen;
  }
}
