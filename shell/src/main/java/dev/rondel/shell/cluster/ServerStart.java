package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Starts one server as a process that outlives this one: in a session of its own where the system
 * has {@code setsid}, so that neither Ctrl-C nor the end of the terminal reaches it.
 */
final class ServerStart {

  /** A node that was given this learns from another one where the coordinator is. */
  private static final String BY_MEMBER = "--rondel.member=";

  private final ClusterDirectory directory;
  private final Images images;

  ServerStart(ClusterDirectory directory, Images images) {
    this.directory = directory;
    this.images = images;
  }

  OsProcess start(ServerState server, ClusterState cluster) {
    Path log = directory.logOf(server);
    List<String> command = new ArrayList<>(DETACH);
    command.addAll(images.command(server.isCoordinator() ? Service.COORDINATOR : Service.NODE));
    command.addAll(arguments(server, cluster));
    var builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .put("MALLOC_ARENA_MAX", "2"); // less resident memory; no heap of ours lives there
    try {
      Files.createDirectories(log.getParent());
      Files.createDirectories(directory.dataOf(server));
      if (Files.exists(log)) {
        Files.move(
            log,
            log.resolveSibling(server.name() + ".previous.log"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Process process = builder.start();
      return OsProcess.of(process.pid())
          .orElseThrow(() -> Failure.failed(server.name() + " ended at once; its log is " + log));
    } catch (IOException e) {
      throw Failure.failed(server.name() + " cannot be started: " + e.getMessage());
    }
  }

  private List<String> arguments(ServerState server, ClusterState cluster) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--info.rondel.start=" + START);
    arguments.add("--server.port=" + server.port());
    arguments.add("--rondel.grpc.port=" + server.grpcPort());
    arguments.add("--rondel.data=" + directory.dataOf(server));
    if (server.isCoordinator()) {
      arguments.add("--rondel.ring.replication-factor=" + cluster.replicas());
      arguments.addAll(server.arguments());
      return arguments;
    }
    arguments.add("--rondel.node.id=" + server.name());
    arguments.add("--rondel.node.host=localhost");
    if (!server.isGiven(BY_MEMBER)) {
      arguments.add("--rondel.coordinator=" + cluster.coordinator().url());
    }
    if (server.weight() != null) {
      arguments.add("--rondel.node.weight=" + server.weight());
    }
    if (server.zone() != null) {
      arguments.add("--rondel.node.zone=" + server.zone());
    }
    Doors doors = server.doors();
    if (doors != null && doors.memcached() != null) {
      arguments.add("--rondel.memcached.port=" + doors.memcached());
    }
    if (doors != null && doors.redis() != null) {
      arguments.add("--rondel.resp.port=" + doors.redis());
    }
    arguments.addAll(server.arguments());
    return arguments;
  }

  /**
   * What a server that this command has started says of itself at {@code /actuator/info}: another
   * program's answer on the same port is not taken for it.
   */
  static final String START = UUID.randomUUID().toString();

  private static final List<String> DETACH =
      Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup", "/bin/nohup")
          .filter(program -> Files.isExecutable(Path.of(program)))
          .findFirst()
          .map(List::of)
          .orElse(List.of());
}
