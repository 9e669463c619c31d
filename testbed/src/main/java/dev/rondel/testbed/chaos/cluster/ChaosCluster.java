package dev.rondel.testbed.chaos.cluster;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.Images;
import dev.rondel.shell.cluster.OsProcess;
import dev.rondel.shell.cluster.Progress;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.testbed.chaos.network.Network;
import dev.rondel.testbed.chaos.network.Party;
import dev.rondel.testbed.chaos.network.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real processes of a run, with the network between them and their disks. Everything that it
 * starts it ends. Safe for all threads at once: one thing is done at a time.
 */
public final class ChaosCluster implements AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private final ClusterSettings settings;
  private final ClusterDirectory directory;
  private final ClusterSession session;
  private final Network network = new Network();
  private final Map<String, Relay> relays = new HashMap<>();
  private final Map<NodeId, SmallDisk> disks = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();

  /** Every server that should run now, with its process. */
  private final Map<String, OsProcess> expected = new HashMap<>();

  private final Set<NodeId> members = new HashSet<>();
  private final List<Ended> ended = new ArrayList<>();

  /** A server that ended though nobody ended it. */
  public record Ended(String server, Path log) {}

  public ChaosCluster(ClusterSettings settings, Images images, Progress progress) {
    this.settings = settings;
    this.directory = new ClusterDirectory(settings.directory());
    this.session = ClusterSession.open(directory, images, progress, START_PATIENCE, "chaos");
  }

  public Network network() {
    return network;
  }

  /** The nodes whose disks can be filled, and why the others' cannot. */
  public synchronized SmallDisk.Support prepareDisks() {
    SmallDisk.Support support = SmallDisk.Support.YES;
    for (int i = 0; i < settings.smallDisks() && support.isThere(); i++) {
      NodeId node = node(i);
      support = SmallDisk.mount(directory.dataOf(server(node)), disk -> disks.put(node, disk));
    }
    return support;
  }

  /** Starts everything and waits until it is ready. */
  public synchronized void start() {
    List<ServerState> nodes = new ArrayList<>();
    for (int i = 0; i < settings.nodes(); i++) {
      members.add(node(i));
      nodes.add(server(node(i)));
    }
    ClusterState running =
        session.startAll(ClusterState.of(settings.replicas(), coordinatorServer(), nodes), _ -> {});
    running.servers().forEach(this::expect);
  }

  private NodeId node(int number) {
    return NodeId.of("node_" + (settings.firstPort() + number));
  }

  private ServerState coordinatorServer() {
    return ServerState.coordinator(settings.coordinatorPort())
        .with(
            List.of(
                "--rondel.redistribution.replace-after="
                    + settings.replaceAfter().toMillis()
                    + "ms"));
  }

  /** With its relays, which it needs from its first start on. */
  private ServerState server(NodeId node) {
    ServerState server = ServerState.node(ClusterSettings.portOf(node));
    if (!settings.relayed()) {
      return server;
    }
    relays.computeIfAbsent(
        node.value(),
        _ -> Relay.start(network, null, Party.of(node), settings.relayTo(node), server.grpcPort()));
    relays.computeIfAbsent(
        Party.COORDINATOR + " of " + node,
        _ ->
            Relay.start(
                network,
                Party.of(node),
                Party.COORDINATOR,
                settings.relayToCoordinatorOf(node),
                coordinatorServer().grpcPort()));
    return server.with(
        List.of(
            "--rondel.grpc.advertised-port=" + settings.relayTo(node),
            "--rondel.coordinator-grpc=localhost:" + settings.relayToCoordinatorOf(node)));
  }

  private void expect(ServerState server) {
    OsProcess process = server.process();
    if (process != null) {
      expected.put(server.name(), process);
    }
  }

  // ---- what is there ----------------------------------------------------------------------------

  public URI coordinator() {
    return URI.create("http://127.0.0.1:" + settings.coordinatorPort());
  }

  public static URI addressOf(NodeId node) {
    return URI.create("http://127.0.0.1:" + ClusterSettings.portOf(node));
  }

  /** The nodes that belong to the cluster, running or not. */
  public synchronized Set<NodeId> members() {
    return Set.copyOf(members);
  }

  public synchronized boolean isMember(NodeId node) {
    return members.contains(node);
  }

  /** The nodes whose processes should run now, paused or not. */
  public synchronized List<NodeId> running() {
    return members.stream().filter(node -> expected.containsKey(node.value())).toList();
  }

  /**
   * Servers that have ended by themselves since the last call; they are as if killed from now on.
   */
  public synchronized List<Ended> takeEnded() {
    var gone = new ArrayList<Ended>();
    expected.forEach(
        (name, process) -> {
          if (!process.isAlive()) {
            gone.add(new Ended(name, logOf(name)));
          }
        });
    gone.forEach(end -> expected.remove(end.server()));
    ended.addAll(gone);
    return gone;
  }

  /** All that have ended by themselves. */
  public synchronized List<Ended> ended() {
    return List.copyOf(ended);
  }

  private Path logOf(String server) {
    return directory.path().resolve("logs").resolve(server + ".log");
  }

  // ---- what is done to it -----------------------------------------------------------------------

  public synchronized void kill(NodeId node) {
    kill(node.value());
  }

  public synchronized void killCoordinator() {
    kill(Party.COORDINATOR.name());
  }

  private void kill(String name) {
    OsProcess process = expected.remove(name);
    if (process == null) {
      return;
    }
    if (settings.relayed()) {
      // Stopped, it does nothing any more while its relays begin to refuse; the other way round,
      // others would see a refusal of a process that lives.
      signal(process::pause);
      relaysTo(name).forEach(Relay::shut);
    }
    session.stop(known(name), true);
    relaysTo(name).forEach(Relay::reopen);
  }

  private List<Relay> relaysTo(String name) {
    return relays.entrySet().stream()
        .filter(
            relay ->
                relay.getKey().equals(name)
                    || (name.equals(Party.COORDINATOR.name()) && relay.getKey().startsWith(name)))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Starts a node, known or new, unless it runs. */
  public synchronized void launch(NodeId node) {
    members.add(node);
    if (!expected.containsKey(node.value())) {
      launch(known(node.value()));
    }
  }

  public synchronized void launchCoordinator() {
    if (!expected.containsKey(Party.COORDINATOR.name())) {
      launch(known(Party.COORDINATOR.name()));
    }
  }

  /** Starts a server that has ended by itself. */
  public synchronized void launch(String server) {
    if (server.equals(Party.COORDINATOR.name())) {
      launchCoordinator();
    } else if (isMember(NodeId.of(server))) {
      launch(NodeId.of(server));
    }
  }

  private void launch(ServerState server) {
    keepLog(server.name());
    expect(session.launch(server));
  }

  private ServerState known(String name) {
    return session
        .state()
        .flatMap(state -> state.server(name))
        .orElseGet(
            () ->
                name.equals(Party.COORDINATOR.name())
                    ? coordinatorServer()
                    : server(NodeId.of(name)));
  }

  /** A start keeps only the log before; here each is wanted. */
  private void keepLog(String name) {
    Path log = logOf(name);
    int number = starts.merge(name, 1, Integer::sum);
    if (Files.exists(log)) {
      try {
        Files.move(log, log.resolveSibling(name + "." + number + ".log"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public synchronized void pause(NodeId node) {
    running(node.value()).ifPresent(process -> signal(process::pause));
  }

  public synchronized void resume(NodeId node) {
    running(node.value()).ifPresent(process -> signal(process::resume));
  }

  public synchronized void pauseCoordinator() {
    running(Party.COORDINATOR.name()).ifPresent(process -> signal(process::pause));
  }

  public synchronized void resumeCoordinator() {
    running(Party.COORDINATOR.name()).ifPresent(process -> signal(process::resume));
  }

  public synchronized void resumeAll() {
    expected.values().forEach(process -> signal(process::resume));
  }

  private Optional<OsProcess> running(String name) {
    return Optional.ofNullable(expected.get(name));
  }

  private interface Signal {
    void send() throws IOException;
  }

  private static void signal(Signal signal) {
    try {
      signal.send();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends a node that has left the ring, for good or until it is launched again. */
  synchronized void dismiss(NodeId node) {
    kill(node.value());
    session.forget(known(node.value()));
    members.remove(node);
  }

  /** Null where the node has no disk of its own. */
  public synchronized @Nullable SmallDisk disk(NodeId node) {
    return disks.get(node);
  }

  /** Ends every process at once. */
  public synchronized void killAll() {
    resumeNothingAndKill(List.copyOf(expected.keySet()));
  }

  private void resumeNothingAndKill(List<String> names) {
    names.forEach(name -> running(name).ifPresent(process -> signal(process::pause)));
    names.forEach(this::kill);
  }

  /** Starts whatever does not run. */
  public synchronized void launchAll() {
    launchCoordinator();
    List.copyOf(members).forEach(this::launch);
  }

  /** Ends everything and removes what it has written. */
  public synchronized void wipe() {
    killAll();
    disks.values().forEach(SmallDisk::close);
    disks.clear();
    session.wipe();
  }

  @Override
  public synchronized void close() {
    try {
      if (session.state().isPresent()) {
        killAll();
      }
    } finally {
      relays.values().forEach(Relay::close);
      disks.values().forEach(SmallDisk::close);
      session.close();
    }
  }
}
