package dev.rondel.testbed.chaos.clients;

import dev.rondel.client.NodeEndpoint;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.load.OneNodeTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The nodes by which clients come in. One that did not serve is mostly left alone for a moment, as
 * a client would do that has several addresses; but not always, for a node in trouble is the one
 * that may say something wrong.
 */
public final class Doors {

  /** Of every value: large enough for a log to grow while a disk is full. */
  public static final int VALUE_SIZE = 700;

  private static final long LEFT_ALONE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
  private static final int ALL_THE_SAME_ONE_IN = 20;

  private final ChaosCluster cluster;
  private final RondelClient client;
  private final Map<NodeId, Long> avoidUntil = new ConcurrentHashMap<>();

  public Doors(ChaosCluster cluster, RondelClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** One node, and how it is asked. */
  public record Door(NodeId node, NodeEndpoint endpoint) {

    public OneNodeTable table(Duration timeout) {
      return new OneNodeTable(node.value(), endpoint, timeout);
    }
  }

  /** Any node whose process should run; a paused or cut off one among them. */
  Door choose(RandomGenerator random) {
    List<NodeId> running = cluster.running();
    long now = System.nanoTime();
    List<NodeId> good =
        running.stream().filter(node -> avoidUntil.getOrDefault(node, now) - now <= 0).toList();
    boolean any = good.isEmpty() || random.nextInt(ALL_THE_SAME_ONE_IN) == 0;
    List<NodeId> from = any && !running.isEmpty() ? running : good;
    List<NodeId> last = from.isEmpty() ? List.copyOf(cluster.members()) : from;
    return of(last.get(random.nextInt(last.size())));
  }

  public Door of(NodeId node) {
    return new Door(node, client.at(ChaosCluster.addressOf(node)));
  }

  void didNotServe(Door door) {
    avoidUntil.put(door.node(), System.nanoTime() + LEFT_ALONE_NANOS);
  }
}
