package dev.rondel.shell.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one server, coordinator or node, between two commands.
 *
 * @param name {@code coordinator}, or the node's id
 * @param port of HTTP; gRPC is {@link #GRPC_OFFSET} above it
 * @param process as which it was started last; null where it was stopped on purpose
 * @param weight as the node was added, null for the default
 * @param zone as the node was added, null for none
 * @param arguments with which it is started beside the usual ones; none in files of before there
 *     were any
 * @param doors of the process; null for the coordinator, and where there is no process
 */
public record ServerState(
    String name,
    int port,
    @Nullable OsProcess process,
    @Nullable Double weight,
    @Nullable String zone,
    @Nullable List<String> arguments,
    @Nullable Doors doors) {

  public static final String COORDINATOR = "coordinator";
  public static final int GRPC_OFFSET = 10_000;

  public ServerState {
    arguments = arguments == null ? List.of() : List.copyOf(arguments);
  }

  public static ServerState coordinator(int port) {
    return new ServerState(COORDINATOR, port, null, null, null, List.of(), null);
  }

  public static ServerState node(int port) {
    return node(port, null, null);
  }

  public static ServerState node(int port, @Nullable Double weight, @Nullable String zone) {
    return new ServerState("node_" + port, port, null, weight, zone, List.of(), null);
  }

  public boolean isCoordinator() {
    return name.equals(COORDINATOR);
  }

  public int grpcPort() {
    return port + GRPC_OFFSET;
  }

  public String url() {
    return "http://localhost:" + port;
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** To be started with these arguments too. */
  public ServerState with(List<String> further) {
    return new ServerState(name, port, process, weight, zone, further, doors);
  }

  /** Whether one of its arguments begins so. */
  boolean isGiven(String argument) {
    return arguments != null && arguments.stream().anyMatch(given -> given.startsWith(argument));
  }

  /** To be started with the doors that can be opened now. */
  ServerState opening(Progress progress) {
    return isCoordinator()
        ? this
        : new ServerState(name, port, process, weight, zone, arguments, Doors.at(port, progress));
  }

  ServerState as(@Nullable OsProcess newProcess) {
    Doors open = newProcess == null ? null : doors;
    return new ServerState(name, port, newProcess, weight, zone, arguments, open);
  }
}
