package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rondel.shell.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that do nothing but be ready. */
class ClusterSessionTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path temporary;
  private final RecordedProgress progress = new RecordedProgress();
  private final List<OsProcess> seen = new ArrayList<>();
  private ClusterDirectory directory = new ClusterDirectory(Path.of("unset"));
  private int port;

  @BeforeEach
  void choosePorts() {
    directory = new ClusterDirectory(temporary.resolve("a cluster with spaces"));
    port = Ports.inARow(3);
  }

  @AfterEach
  void endEverything() {
    directory.state().stream().flatMap(ClusterSessionTest::processes).forEach(OsProcess::kill);
    seen.forEach(OsProcess::kill);
  }

  private ClusterSession open(Images images) {
    return ClusterSession.open(directory, images, progress, PATIENCE, "test");
  }

  private ClusterState wanted() {
    return new ClusterPlan(2, null, port, port + 1).fresh();
  }

  private ClusterState startAll() {
    try (ClusterSession session = open(FakeServer.Starting.all())) {
      ClusterState running =
          session.startAll(wanted(), cluster -> processes(cluster).forEach(seen::add));
      processes(running).forEach(seen::add);
      return running;
    }
  }

  private static Stream<OsProcess> processes(ClusterState cluster) {
    return cluster.servers().stream().map(ServerState::process).filter(process -> process != null);
  }

  @Test
  void allServersRunAndAreKnownToTheNextCommand() {
    ClusterState running = startAll();

    assertThat(running.servers()).hasSize(3).allMatch(ServerState::isAlive);
    assertThat(directory.running()).contains(running);
    assertThat(running.starting()).isFalse();
    assertThat(progress.lines()).hasSize(4);
    assertThat(progress.lines().getFirst()).contains("coordinator").contains("ready");
    assertThat(progress.lines().getLast()).startsWith("all ready after");
    assertThat(running.servers()).allMatch(server -> Files.exists(directory.logOf(server)));
  }

  @Test
  void stoppingLeavesNoProcessAndKeepsTheCluster() {
    ClusterState running = startAll();

    try (ClusterSession session = open(FakeServer.Starting.all())) {
      assertThat(session.stopAll()).isEqualTo(3);
    }

    assertThat(processes(running)).noneMatch(OsProcess::isAlive);
    assertThat(directory.state()).contains(wanted());
    assertThat(directory.running()).isEmpty();
  }

  @Test
  void oneThatCannotStartTakesAllOthersWithIt() {
    try (ClusterSession session = open(new FakeServer.Starting("node_" + (port + 2)))) {
      assertThatThrownBy(() -> session.startAll(wanted(), _ -> {}))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("node_" + (port + 2) + " ended while it was starting")
          .hasMessageContaining("this one cannot start");
    }

    assertNothingIsLeft();
  }

  @Test
  void aCheckThatThrowsLeavesNothingRunning() {
    try (ClusterSession session = open(FakeServer.Starting.all())) {
      assertThatThrownBy(
              () ->
                  session.startAll(
                      wanted(),
                      cluster -> {
                        processes(cluster).forEach(seen::add);
                        throw Failure.failed("wrong");
                      }))
          .hasMessage("wrong");
    }

    assertThat(seen).hasSize(3).noneMatch(OsProcess::isAlive);
    assertNothingIsLeft();
  }

  @Test
  void aTakenPortStopsTheStartBeforeAnythingRuns() throws IOException {
    try (var _ = new ServerSocket(port + 2, 1, InetAddress.getLoopbackAddress());
        ClusterSession session = open(FakeServer.Starting.all())) {
      assertThatThrownBy(() -> session.startAll(wanted(), _ -> {}))
          .hasMessageContaining("port " + (port + 2));
    }

    assertNothingIsLeft();
  }

  /** Takes a port after it was found free, just before the server would. */
  private record Thief(Images images, HttpServer other, int port) implements Images {

    @Override
    public void prepare() {}

    @Override
    public List<String> command(Service service) {
      try {
        other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        other.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return images.command(service);
    }
  }

  @Test
  void anAnswerOfSomebodyElseOnThePortIsNotTakenForReady() throws IOException {
    HttpServer other = HttpServer.create();
    other.createContext(
        "/actuator",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });

    try (ClusterSession session = open(new Thief(FakeServer.Starting.all(), other, port))) {
      assertThatThrownBy(() -> session.startAll(wanted(), _ -> {}))
          .hasMessageContaining("coordinator ended while it was starting");
    } finally {
      other.stop(0);
    }

    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(directory.state()).isEmpty();
    assertThat(Ports.isFree(port)).isTrue();
    assertThat(Ports.isFree(port + 1)).isTrue();
    assertThat(Ports.isFree(port + 2)).isTrue();
  }

  @Test
  void aKilledServerComesBackAsAnotherProcess() {
    ServerState node = startAll().nodes().getFirst();

    try (ClusterSession session = open(FakeServer.Starting.all())) {
      session.stop(node, true);
      assertThat(node.isAlive()).isFalse();
      assertThat(session.state().orElseThrow().living()).hasSize(2);

      ServerState again =
          session.startOne(session.state().orElseThrow().server(node.name()).orElseThrow());

      assertThat(again.isAlive()).isTrue();
      assertThat(again.process()).isNotEqualTo(node.process());
    }
    assertThat(directory.state().orElseThrow().living()).hasSize(3);
  }

  @Test
  void whatAKilledUpHasLeftIsKnownAndCanBeEnded() {
    ClusterState running = startAll();
    new StateFile(directory.path()).save(running.starting(true)); // as a kill -9 leaves it

    try (ClusterSession session = open(FakeServer.Starting.all())) {
      assertThat(session.state().orElseThrow().starting()).isTrue();
      session.stopAll();
      assertThat(session.state().orElseThrow().starting()).isFalse();
    }

    assertThat(processes(running)).noneMatch(OsProcess::isAlive);
  }

  @Test
  void wipingRemovesItsOwnFilesOnly() throws IOException {
    startAll();
    Path foreign = Files.writeString(directory.path().resolve("notes.txt"), "mine");

    try (ClusterSession session = open(FakeServer.Starting.all())) {
      session.stopAll();
      session.wipe();
    }

    assertThat(directory.state()).isEmpty();
    assertThat(foreign).exists();
    try (Stream<Path> left = Files.list(directory.path())) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("notes.txt", "lock");
    }
  }
}
