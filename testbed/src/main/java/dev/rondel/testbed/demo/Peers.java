package dev.rondel.testbed.demo;

import dev.rondel.shell.cluster.Images;
import dev.rondel.shell.cluster.Ports;
import dev.rondel.shell.cluster.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Standalone nodes as processes of this machine. Everything that it starts it ends. */
final class Peers implements AutoCloseable {

  private static final List<Integer> FIRST_PORTS = List.of(9876, 8876, 7876);

  /** HTTP, the links, and the table's coordinator. */
  private static final List<Integer> OFFSETS = List.of(0, 10_000, 20_000);

  private static final int MOST = 3;
  private static final Duration START = Duration.ofMinutes(2);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Images images;
  private final Path directory;
  private final int firstPort;
  private final List<Process> processes = new ArrayList<>();
  private final Web web = new Web();

  Peers(Images images, Path directory) {
    this.images = images;
    this.directory = directory;
    this.firstPort =
        FIRST_PORTS.stream()
            .filter(Peers::isFree)
            .findFirst()
            .orElseThrow(() -> new Walk.Failed("no ports are free at " + FIRST_PORTS));
  }

  private static boolean isFree(int first) {
    return IntStream.range(first, first + MOST)
        .allMatch(port -> OFFSETS.stream().allMatch(offset -> Ports.isFree(port + offset)));
  }

  /** A node as others reach it. */
  record Peer(String name, int port) {

    URI address() {
      return URI.create("http://localhost:" + port);
    }

    /** As {@code /dht/join} wants it. */
    String line() {
      return name + ":localhost:" + port;
    }
  }

  /** Starts the next node, and waits until it answers. */
  Peer start() throws IOException, InterruptedException {
    int number = processes.size();
    var peer = new Peer("peer" + (number + 1), firstPort + number);
    List<String> command =
        Stream.concat(
                images.command(Service.NODE).stream(),
                Stream.of(
                    "--name=" + peer.name(),
                    "--port=" + peer.port(),
                    "--server.address=127.0.0.1",
                    "--rondel.data=" + directory.resolve(peer.name())))
            .toList();
    Path log = directory.resolve(peer.name() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    processes.add(process);
    Walk.await(
        START,
        peer.name() + " answers",
        () -> {
          Walk.check(process.isAlive(), peer.name() + " has ended, see " + log);
          return web.status(peer.address(), "/") == 200;
        });
    return peer;
  }

  /** What the peer answers with 200, as curl would print it. */
  String ask(Peer peer, String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        body == null
            ? web.send(method, peer.address(), path, null)
            : web.send(
                method,
                peer.address(),
                path,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                FORM);
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    Walk.check(
        answer.statusCode() == 200,
        "%s %s at %s answers %d: %s"
            .formatted(method, path, peer.name(), answer.statusCode(), text));
    return text;
  }

  String get(Peer peer, String path) throws IOException, InterruptedException {
    return ask(peer, "GET", path, null);
  }

  /** The lines of what the peer answers. */
  List<String> lines(Peer peer, String path) throws IOException, InterruptedException {
    return get(peer, path).lines().toList();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    web.close();
  }
}
