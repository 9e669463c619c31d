package dev.rondel.shell.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a cluster lives: its state, its lock, the data of each server, the logs. */
public record ClusterDirectory(Path path) {

  private static final Pattern OURS =
      Pattern.compile("coordinator|node_[0-9]+|logs|test_bed\\.csv");

  public ClusterDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** The cluster's state as it was written last; empty where none was ever started here. */
  public Optional<ClusterState> state() {
    return stateFile().load();
  }

  /** As {@link #state()}, if any of its processes lives. */
  public Optional<ClusterState> running() {
    return state().filter(state -> !state.living().isEmpty());
  }

  public Path dataOf(ServerState server) {
    return path.resolve(server.name());
  }

  public Path logOf(ServerState server) {
    return path.resolve("logs").resolve(server.name() + ".log");
  }

  StateFile stateFile() {
    return new StateFile(path);
  }

  /** The pairs that {@code up} loads. */
  public Path testBed() {
    return path.resolve("test_bed.csv");
  }

  /**
   * Removes what a cluster has written here, removed nodes included, and nothing that somebody else
   * put beside it.
   */
  void wipe() {
    try (Stream<Path> children = Files.list(path)) {
      for (Path child : children.toList()) {
        if (OURS.matcher(child.getFileName().toString()).matches()) {
          Trees.delete(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stateFile().delete();
  }

  /** The end of a server's log, for the message that it did not start. */
  List<String> lastLinesOf(ServerState server, int count) {
    try {
      List<String> lines = Files.readAllLines(logOf(server));
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
