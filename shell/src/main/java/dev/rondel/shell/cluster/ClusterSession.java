package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One command's exclusive hold on a cluster of this machine. Every process that it starts is in
 * {@code cluster.json} before the next one is started, so that even a kill -9 of the command leaves
 * a state from which {@code up} and {@code down} know what to end.
 */
public final class ClusterSession implements AutoCloseable {

  private static final Duration COORDINATOR_PATIENCE = Duration.ofSeconds(10);
  private static final Duration NODE_PATIENCE = Duration.ofSeconds(20);

  private final ClusterDirectory directory;
  private final Images images;
  private final Progress progress;
  private final Duration patience;
  private final ClusterLock lock;
  private final StateFile file;
  private @Nullable ClusterState state;

  private ClusterSession(
      ClusterDirectory directory,
      Images images,
      Progress progress,
      Duration patience,
      ClusterLock lock) {
    this.directory = directory;
    this.images = images;
    this.progress = progress;
    this.patience = patience;
    this.lock = lock;
    this.file = directory.stateFile();
  }

  /**
   * @param command for whoever finds the cluster locked
   * @param patience how long a server may take until it is ready
   */
  public static ClusterSession open(
      ClusterDirectory directory,
      Images images,
      Progress progress,
      Duration patience,
      String command) {
    ClusterLock lock = ClusterLock.take(directory.path(), command);
    try {
      var session = new ClusterSession(directory, images, progress, patience, lock);
      session.state = session.file.load().orElse(null);
      return session;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public Optional<ClusterState> state() {
    return Optional.ofNullable(state);
  }

  /**
   * Starts every server of the cluster, the coordinator first, and hands them over once {@code
   * check} has returned. If anything fails before, nothing is left running and the state is as it
   * was.
   */
  public ClusterState startAll(ClusterState target, Consumer<ClusterState> check) {
    Ports.checkDistinct(target.servers());
    Ports.checkFree(target.servers());
    images.prepare();
    Ports.checkFree(target.servers()); // that may have taken minutes
    ClusterState before = state;
    long start = System.nanoTime();
    try (var provisional = new Provisional(progress, () -> restore(before))) {
      save(target.starting(true));
      start(List.of(target.coordinator()), provisional);
      start(target.nodes(), provisional);
      progress.line(
          String.format(Locale.ROOT, "all ready after %.1f s", (System.nanoTime() - start) / 1e9));
      check.accept(current());
      save(current().starting(false));
      provisional.keep();
      return current();
    }
  }

  /** Starts one server, known or new, and waits until it is ready. */
  public ServerState startOne(ServerState server) {
    ClusterState before = current();
    ClusterState target = before.with(server);
    Ports.checkDistinct(target.servers());
    Ports.checkFree(List.of(server));
    images.prepare();
    try (var provisional = new Provisional(progress, () -> restore(before))) {
      start(List.of(server), provisional);
      provisional.keep();
      return current().server(server.name()).orElseThrow();
    }
  }

  /**
   * Starts one server, known or new, and does not wait for it. {@link #startAll} must have been
   * called before.
   */
  public ServerState launch(ServerState server) {
    ServerState opening = server.opening(progress);
    OsProcess process = new ServerStart(directory, images).start(opening, current().with(opening));
    ServerState running = opening.as(process);
    save(current().with(running));
    return running;
  }

  private void start(List<ServerState> servers, Provisional provisional) {
    var starter = new ServerStart(directory, images);
    List<ServerState> started = new ArrayList<>();
    for (ServerState server : servers) {
      ServerState opening = server.opening(progress);
      ServerState running =
          opening.as(provisional.start(() -> starter.start(opening, current().with(opening))));
      started.add(running);
      save(current().with(running));
    }
    new Readiness(directory, progress, patience).await(started);
  }

  /** Ends one server: with a request first or, where {@code now}, without. */
  public void stop(ServerState server, boolean now) {
    OsProcess process = server.process();
    if (process != null) {
      if (now) {
        Stopping.kill(List.of(process));
      } else if (Stopping.stop(List.of(process), NODE_PATIENCE) > 0) {
        progress.line("  " + server.name() + " did not end by itself and was killed");
      }
    }
    save(current().with(server.as(null)));
  }

  /**
   * Ends all of it. The coordinator goes first: then nobody takes the end of each node for a
   * failure.
   */
  public int stopAll() {
    List<ServerState> living = current().living();
    List<OsProcess> coordinator =
        processes(living.stream().filter(ServerState::isCoordinator).toList());
    List<OsProcess> nodes =
        processes(living.stream().filter(server -> !server.isCoordinator()).toList());
    int killed =
        Stopping.stop(coordinator, COORDINATOR_PATIENCE) + Stopping.stop(nodes, NODE_PATIENCE);
    if (killed > 0) {
      progress.line("  " + killed + " did not end by themselves and were killed");
    }
    ClusterState stopped = current().starting(false);
    for (ServerState server : stopped.servers()) {
      stopped = stopped.with(server.as(null));
    }
    save(stopped);
    return living.size();
  }

  private static List<OsProcess> processes(List<ServerState> servers) {
    return servers.stream()
        .map(ServerState::process)
        .filter(Objects::nonNull)
        .collect(Collectors.toList());
  }

  /** The node has left for good. */
  public void forget(ServerState node) {
    save(current().without(node.name()));
  }

  /** Removes the data of all its servers, which must have ended. */
  public void wipe() {
    if (!current().living().isEmpty()) {
      throw new IllegalStateException("still running");
    }
    directory.wipe();
    state = null;
  }

  private ClusterState current() {
    if (state == null) {
      throw Failure.notRunning(
          "no cluster was ever started in " + directory.path() + "; start one by: rondel up");
    }
    return state;
  }

  private void save(ClusterState next) {
    file.save(next);
    state = next;
  }

  private void restore(@Nullable ClusterState before) {
    if (before == null) {
      file.delete();
    } else {
      file.save(before);
    }
    state = before;
  }

  @Override
  public void close() {
    lock.close();
  }
}
