package dev.rondel.coordinator.compat.viewleader;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who sends heartbeats over the view leader's protocol. A server that is silent for longer than a
 * lease is dead for good: it is told so, and may come back under another id. Not durable, as it was
 * there.
 */
final class ServerLeases {

  enum Answer {
    OK,

    /** Another server has this address. */
    RETRY,

    /** It was declared dead. */
    DENY
  }

  /**
   * @param hash SHA-1 of its id, modulo 10,000, as that system computes it
   */
  record Server(String address, String id, int hash) {}

  static final Duration LEASE = Duration.ofSeconds(30);

  private static final int MOST_SERVERS = 1_000;
  private static final int MOST_DEAD = 10_000;
  private static final BigInteger HASHES = BigInteger.valueOf(10_000);

  private record Lease(Server server, long heard) {}

  private final Map<String, Lease> leases = new TreeMap<>();
  private final Set<String> dead = new LinkedHashSet<>();

  /** Time is in nanoseconds of one monotonic clock. */
  synchronized Answer heartbeat(String address, String id, long now) {
    expire(now);
    if (dead.contains(id)) {
      return Answer.DENY;
    }
    Lease lease = leases.get(address);
    if (lease == null ? leases.size() >= MOST_SERVERS : !lease.server().id().equals(id)) {
      return Answer.RETRY;
    }
    leases.put(address, new Lease(new Server(address, id, hash(id)), now));
    return Answer.OK;
  }

  /** Those that live, by their hashes. */
  synchronized List<Server> servers(long now) {
    expire(now);
    return leases.values().stream()
        .map(Lease::server)
        .sorted(Comparator.comparingInt(Server::hash))
        .toList();
  }

  private void expire(long now) {
    for (Lease lease : new ArrayList<>(leases.values())) {
      if (now - lease.heard() > LEASE.toNanos()) {
        leases.remove(lease.server().address());
        dead.add(lease.server().id());
      }
    }
    while (dead.size() > MOST_DEAD) {
      dead.remove(dead.iterator().next());
    }
  }

  private static int hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(id.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).mod(HASHES).intValue();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
