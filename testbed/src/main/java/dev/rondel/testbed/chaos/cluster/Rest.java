package dev.rondel.testbed.chaos.cluster;

import dev.rondel.client.Admin;
import dev.rondel.client.RondelClient;
import dev.rondel.testbed.scenario.Convergence;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Whether a cluster has come to rest: everybody is there, and nothing is left to move. */
public final class Rest {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final ChaosCluster cluster;
  private final Membership membership;
  private final RondelClient client;

  public Rest(ChaosCluster cluster, Membership membership, RondelClient client) {
    this.cluster = cluster;
    this.membership = membership;
    this.client = client;
  }

  /**
   * Waits until nothing is left to do; what is, when the time is over. A server that ends by itself
   * meanwhile is started again.
   *
   * @param waiting told what is still missing
   */
  public List<String> await(Duration patience, BooleanSupplier stop, Consumer<String> waiting) {
    long begin = System.nanoTime();
    List<String> missing = missing();
    while (!missing.isEmpty()
        && System.nanoTime() - begin < patience.toNanos()
        && !stop.getAsBoolean()) {
      waiting.accept("coming to rest: " + String.join(", ", missing));
      cluster.takeEnded().forEach(ended -> cluster.launch(ended.server()));
      LockSupport.parkNanos(POLL_NANOS);
      missing = missing();
    }
    return missing;
  }

  private List<String> missing() {
    if (membership.underWay() > 0) {
      return List.of(membership.underWay() + " nodes are joining or leaving");
    }
    try {
      View view = client.at(cluster.coordinator()).view(ANSWER);
      List<String> missing = new ArrayList<>(Convergence.missing(view));
      if (!Convergence.nodesIn(view).equals(cluster.members())) {
        missing.add("the ring has " + Convergence.nodesIn(view));
      }
      if (missing.isEmpty() && !coordinatorAgrees()) {
        missing.add("the coordinator is not done");
      }
      return missing;
    } catch (IOException silent) {
      return List.of("the coordinator does not answer (" + silent.getMessage() + ")");
    }
  }

  private boolean coordinatorAgrees() throws IOException {
    return client.admin().redistribution() instanceof Admin.Outcome.Done(var told)
        && told.path("state").asString("").equals("converged");
  }
}
