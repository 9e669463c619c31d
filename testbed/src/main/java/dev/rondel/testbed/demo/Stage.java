package dev.rondel.testbed.demo;

import dev.rondel.client.Admin;
import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterPlan;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.testbed.scenario.Convergence;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a demo plays on.
 *
 * @param own the hold on its processes; null where the cluster is somebody else's
 */
record Stage(
    URI coordinator,
    RondelClient client,
    Web web,
    @Nullable ClusterSession own,
    List<String> arguments)
    implements AutoCloseable {

  private static final Duration REST = Duration.ofMinutes(2);

  static Stage at(URI coordinator, @Nullable ClusterSession own, List<String> arguments)
      throws IOException {
    return new Stage(
        coordinator,
        RondelClient.connect(ClientOptions.of(coordinator)),
        new Web(),
        own,
        List.copyOf(arguments));
  }

  /** The members that live. */
  List<Member> nodes() throws IOException {
    return client.refresh().members().stream()
        .filter(member -> member.up() && member.standing() == Member.Standing.IN)
        .toList();
  }

  URI address(Member member) {
    return client.addressOf(member).orElseThrow();
  }

  /** Ends a node as {@code kill -9} does. */
  void kill(ClusterSession session, NodeId node) {
    session.stop(known(session, node), true);
  }

  void restart(ClusterSession session, NodeId node) {
    session.startOne(known(session, node));
  }

  /** Starts one node more, which joins the ring. */
  NodeId add(ClusterSession session) {
    return add(session, List.of());
  }

  /** The same; of the cluster it knows nothing but the address of this member. */
  NodeId addBy(ClusterSession session, Member member) {
    return add(session, List.of("--rondel.member=" + address(member)));
  }

  private NodeId add(ClusterSession session, List<String> more) {
    List<String> all = Stream.concat(arguments.stream(), more.stream()).toList();
    ServerState next = ClusterPlan.next(session.state().orElseThrow(), null, null).with(all);
    return NodeId.of(session.startOne(next).name());
  }

  /** Drains the node, and ends its process when it has left the ring. */
  void leave(ClusterSession session, NodeId node) throws IOException, InterruptedException {
    Walk.check(client.admin().remove(node) instanceof Admin.Outcome.Done, "it may not leave");
    Walk.await(
        REST,
        node + " has left the ring",
        () ->
            client.refresh().member(node).map(Member::standing).orElse(Member.Standing.OUT)
                == Member.Standing.OUT);
    ServerState left = known(session, node);
    session.stop(left, false);
    session.forget(left);
  }

  private static ServerState known(ClusterSession session, NodeId node) {
    return session.state().flatMap(state -> state.server(node.value())).orElseThrow();
  }

  /** Blocks until so many nodes live and nothing is left to move. */
  void awaitRest(int nodes) throws InterruptedException {
    Walk.await(
        REST,
        "the ring comes to rest with " + nodes + " nodes",
        () -> {
          View view = client.refresh();
          return Convergence.missing(view).isEmpty() && Convergence.nodesIn(view).size() == nodes;
        });
  }

  @Override
  public void close() {
    client.close();
    web.close();
  }
}
