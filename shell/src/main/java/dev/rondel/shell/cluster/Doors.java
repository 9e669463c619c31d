package dev.rondel.shell.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Where a node of this machine takes the clients of other systems: a fixed way above its HTTP port,
 * so that the first node of a usual cluster, on 3000, has the ports that those clients expect.
 *
 * @param memcached null where the port was taken when the node was started
 * @param redis null where the port was taken when the node was started
 */
public record Doors(@Nullable Integer memcached, @Nullable Integer redis) {

  private static final int MEMCACHED_OFFSET = 11_211 - ClusterPlan.DEFAULT_FIRST_PORT;
  private static final int REDIS_OFFSET = 6_379 - ClusterPlan.DEFAULT_FIRST_PORT;

  /** What can be opened for a node on this port; a line for each that cannot. */
  static Doors at(int httpPort, Progress progress) {
    return new Doors(
        free("memcached", httpPort + MEMCACHED_OFFSET, httpPort, progress),
        free("Redis", httpPort + REDIS_OFFSET, httpPort, progress));
  }

  private static @Nullable Integer free(String whose, int port, int httpPort, Progress progress) {
    if (port <= Ports.HIGHEST && Ports.isFree(port)) {
      return port;
    }
    progress.line(
        "  port %d is not free: node_%d takes no %s clients".formatted(port, httpPort, whose));
    return null;
  }
}
