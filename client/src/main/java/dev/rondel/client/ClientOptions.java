package dev.rondel.client;

import dev.rondel.wire.Via;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client finds its cluster, and how long it tries.
 *
 * @param seeds the coordinator, nodes, or both: asked for the ring; nodes among them also take
 *     requests when no node of the ring can be reached
 * @param direct go to the addresses in the ring; false: send everything through the seeds, which
 *     must then be nodes
 * @param nodeHost reach the nodes on this host, with the port of the ring; null = as the ring says,
 *     or on the host of the first seed where the ring's name is not known here, as with containers
 *     whose ports are published
 * @param timeout of an operation, with all its attempts
 * @param readAttempt after which another replica is asked; a read is safe to repeat, a write is not
 * @param connectTimeout of one connection
 * @param via {@link Via#FINGERS}: go to any node, and let the request travel from there
 */
public record ClientOptions(
    List<URI> seeds,
    boolean direct,
    @Nullable String nodeHost,
    Duration timeout,
    Duration readAttempt,
    Duration connectTimeout,
    Via via) {

  public ClientOptions {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("no address of a coordinator or a node is given");
    }
    for (URI seed : seeds) {
      boolean isHttp = "http".equals(seed.getScheme()) || "https".equals(seed.getScheme());
      if (!isHttp || seed.getHost() == null) {
        throw new IllegalArgumentException(
            "'" + seed + "' is not an address like http://localhost:9999");
      }
    }
    requirePositive("timeout", timeout);
    requirePositive("read attempt", readAttempt);
    requirePositive("connect timeout", connectTimeout);
  }

  public static ClientOptions of(URI... seeds) {
    return of(List.of(seeds));
  }

  public static ClientOptions of(List<URI> seeds) {
    return new ClientOptions(
        seeds,
        true,
        null,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Via.DIRECT);
  }

  public ClientOptions withDirect(boolean direct) {
    return new ClientOptions(seeds, direct, nodeHost, timeout, readAttempt, connectTimeout, via);
  }

  public ClientOptions withNodeHost(@Nullable String nodeHost) {
    return new ClientOptions(seeds, direct, nodeHost, timeout, readAttempt, connectTimeout, via);
  }

  public ClientOptions withTimeout(Duration timeout) {
    return new ClientOptions(seeds, direct, nodeHost, timeout, readAttempt, connectTimeout, via);
  }

  public ClientOptions withReadAttempt(Duration readAttempt) {
    return new ClientOptions(seeds, direct, nodeHost, timeout, readAttempt, connectTimeout, via);
  }

  public ClientOptions withVia(Via via) {
    return new ClientOptions(seeds, direct, nodeHost, timeout, readAttempt, connectTimeout, via);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("the " + name + " is not above zero: " + duration);
    }
  }
}
