package dev.rondel.testbed.demo;

import dev.rondel.shell.ExitCode;
import dev.rondel.shell.Failure;
import dev.rondel.shell.cluster.AotImages;
import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.shell.cluster.Trees;
import dev.rondel.testbed.Interruption;
import dev.rondel.testbed.chaos.cluster.PortPlan;
import dev.rondel.testbed.chaos.cluster.StartProgress;
import dev.rondel.testbed.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondel demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Walks through what another system does, on a real cluster of its own, step by step; each is"
          + " checked. It ends with 'pass' or 'fail'.",
      "With --target it plays on a running cluster, leaves its processes alone, and leaves out the"
          + " steps that would need them."
    },
    footer = {
      "",
      "Demos:",
      "  000   memcached clients, virtual nodes, Murmur hash, a replication factor, a shell",
      "  001   a toy with Chord's ideas: REST endpoints, a copy at the successor",
      "  002   a table whose nodes join and leave by themselves, with nobody above them",
      "  003   a view leader: epochs, locks, values of three copies, local values",
      "  004   Chord: fingers, files, failures within six seconds, joining and leaving",
      "",
      "Examples:",
      "  rondel demo 001",
      "  rondel demo 001 --target http://localhost:9999",
      "",
      "Exit codes: 0 pass, 1 fail, 2 wrong usage"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Map<String, Demo> DEMOS =
      new TreeMap<>(
          Map.of(
              "000", new MemcachedDemo(),
              "001", new ChordToyDemo(),
              "003", new ViewLeaderDemo(),
              "004", new ChordDemo()));

  /** Its nodes have no coordinator service, so it is no {@link Demo}. */
  private static final String PEERS = "002";

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration AT_CTRL_C = Duration.ofSeconds(30);

  @Parameters(paramLabel = "DEMO", description = "Which; see below.")
  private String name = "";

  @Option(names = "--target", paramLabel = "URL", description = "The coordinator of a cluster.")
  private @Nullable URI target;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Of its own cluster. Default: as many as it needs.")
  private @Nullable Integer asked;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (name.equals(PEERS)) {
      return playPeers();
    }
    Demo demo = DEMOS.get(name);
    if (demo == null) {
      var names = new TreeSet<>(DEMOS.keySet());
      names.add(PEERS);
      throw Failure.usage("there is no demo " + name + "; there are " + names);
    }
    if (asked != null && (asked < demo.nodes() - 1 || asked > 20)) {
      throw Failure.usage("--nodes is %d to 20, not %d".formatted(demo.nodes() - 1, asked));
    }
    return told(
        demo.title(),
        () -> {
          if (target == null) {
            onItsOwn(demo);
          } else {
            play(demo, target, null);
          }
        });
  }

  private int playPeers() throws IOException, InterruptedException {
    if (target != null || asked != null) {
      throw Failure.usage("demo " + PEERS + " starts its own three nodes: it takes no options");
    }
    return told(PeersDemo.TITLE, this::peersOnTheirOwn);
  }

  private interface Play {
    void play() throws IOException, InterruptedException;
  }

  private int told(String title, Play play) throws InterruptedException {
    out().println("demo " + name + ": " + title);
    try {
      play.play();
      out().println("pass");
      return ExitCode.OK;
    } catch (Walk.Failed failed) {
      out().println("    FAILED: " + failed.getMessage());
    } catch (IOException silent) {
      out().println("    FAILED: somebody does not answer: " + silent);
    } finally {
      out().flush();
    }
    out().println("fail");
    out().flush();
    return ExitCode.FAILED;
  }

  private void play(Demo demo, URI coordinator, @Nullable ClusterSession own)
      throws IOException, InterruptedException {
    try (Stage stage = Stage.at(coordinator, own, demo.arguments())) {
      if (own != null) {
        stage.awaitRest(nodes(demo));
      }
      demo.walk(new Walk(out()), stage);
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("rondel.home", "")).toAbsolutePath();
  }

  private static Path data() throws IOException {
    return Files.createDirectories(home().resolve(".rondel").resolve("demo"));
  }

  private static AotImages images(StartProgress progress) {
    return new AotImages(home(), Path.of(System.getProperty("java.home"), "bin", "java"), progress);
  }

  private static Progress progress() {
    return Progress.on(System.err, Boolean.getBoolean("rondel.terminal.err"));
  }

  /** Whatever comes, nothing is left running; what was written is removed. */
  private void onItsOwn(Demo demo) throws IOException, InterruptedException {
    Progress progress = progress();
    var starting = new StartProgress(progress, line -> out().println(line));
    PortPlan ports = PortPlan.choose(null, null, nodes(demo) + 1);
    try (var _ = new Interruption(AT_CTRL_C);
        var session =
            ClusterSession.open(
                new ClusterDirectory(data()), images(starting), starting, START, "demo")) {
      try {
        ClusterState cluster = session.startAll(cluster(demo, ports), _ -> progress.close());
        play(demo, URI.create(cluster.coordinator().url()), session);
      } finally {
        if (session.state().isPresent()) {
          session.stopAll();
          session.wipe();
        }
      }
    }
  }

  private void peersOnTheirOwn() throws IOException, InterruptedException {
    var starting = new StartProgress(progress(), line -> out().println(line));
    AotImages images = images(starting);
    images.prepare();
    Path directory = Files.createTempDirectory(data(), "peers");
    try (var _ = new Interruption(AT_CTRL_C);
        var peers = new Peers(images, directory)) {
      new PeersDemo(new Walk(out()), peers).walk();
    }
    Trees.delete(directory);
  }

  private ClusterState cluster(Demo demo, PortPlan ports) {
    List<ServerState> servers =
        IntStream.range(0, nodes(demo))
            .mapToObj(i -> ServerState.node(ports.firstNode() + i).with(demo.arguments()))
            .toList();
    return ClusterState.of(
        demo.replicas(),
        ServerState.coordinator(ports.coordinator()).with(demo.arguments()),
        servers);
  }

  private int nodes(Demo demo) {
    return asked == null ? demo.nodes() : asked;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
