package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.ServerState;
import java.util.stream.Collectors;

/** The servers of this machine by the names that people give them. */
final class Servers {

  private Servers() {}

  /** The server of this name or port, running or not. */
  static ServerState named(ClusterSession session, String name) {
    ClusterState cluster =
        session
            .state()
            .orElseThrow(
                () ->
                    Failure.notRunning(
                        "no cluster was ever started here; start one by: rondel up"));
    return cluster
        .server(name)
        .orElseThrow(
            () ->
                Failure.notFound(
                    "there is no '"
                        + name
                        + "'; there are "
                        + cluster.servers().stream()
                            .map(ServerState::name)
                            .collect(Collectors.joining(", "))));
  }
}
