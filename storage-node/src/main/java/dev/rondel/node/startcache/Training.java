package dev.rondel.node.startcache;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Makes a start-up cache: takes the jar apart, lets it run as a node that serves a few requests,
 * and has the JVM keep what that loaded and linked. All in processes of their own, which give way
 * to everybody else, and end when this one does.
 */
final class Training implements Runnable {

  /** Set in the process that is trained: it ends when it has served the first requests. */
  static final String PROPERTY = "rondel.start-cache.training";

  private static final Logger log = LoggerFactory.getLogger(Training.class);
  private static final long LIMIT_SECONDS = 600;

  /** Of a process that HUP, INT or TERM has ended, as they come to all of a terminal. */
  private static final List<Integer> ENDED_FROM_OUTSIDE = List.of(129, 130, 143);

  /** Settings of the user's node that are not those of one that only trains. */
  private static final List<String> SETTINGS =
      List.of("RONDEL_", "SERVER_", "SPRING_", "MANAGEMENT_", "LOGGING_");

  private final Path jar;
  private final CacheDirectory directory;
  private final List<String> options;

  /**
   * @param options what the user wants of the JVM
   */
  Training(Path jar, CacheDirectory directory, List<String> options) {
    this.jar = jar;
    this.directory = directory;
    this.options = options;
  }

  @Override
  public void run() {
    try {
      Files.createDirectories(directory.path());
      Path lock = directory.path().resolveSibling("lock");
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.tryLock()) {
        if (held != null && !directory.isReady() && !hasFailed()) {
          make();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("no start-up cache", e);
    } catch (IllegalStateException | InterruptedException thisNodeEnds) {
      // Nothing has failed: a later start tries again.
    }
  }

  /** What failed once would again; whoever deletes the directory lets it be tried. */
  private boolean hasFailed() {
    return Files.exists(failure());
  }

  private Path failure() {
    return directory.path().resolve("failed");
  }

  private void make() throws IOException, InterruptedException {
    FileSystemUtils.deleteRecursively(directory.path());
    Files.createDirectories(directory.path());
    String app = directory.app().toString();
    Path record = directory.path().resolve("app.aotconf");
    Path draft = directory.path().resolve("app.aot.part");
    if (run("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", app)
        && run(
            "-XX:AOTMode=record",
            "-XX:AOTConfiguration=" + record,
            "-Dspring.aot.enabled=true",
            "-D" + PROPERTY + "=true",
            "-jar",
            directory.jar().toString(),
            "--name=training",
            "--port=0",
            "--server.address=127.0.0.1")
        && run(
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + record,
            "-XX:AOTCache=" + draft,
            "-jar",
            directory.jar().toString())
        && Files.exists(draft)) {
      Files.move(draft, directory.cache());
      Files.delete(record);
      FileSystemUtils.deleteRecursively(directory.path().resolve("data"));
      sync();
      directory.complete();
      directory.prune();
      log.info(
          "later starts of this jar are faster: what they begin with is in {}", directory.path());
    } else {
      Files.writeString(failure(), "log tells why\n");
      log.debug("no start-up cache, see {}", directory.path());
    }
  }

  /**
   * Whether it did what it should.
   *
   * @throws IllegalStateException where this node is about to end
   */
  private boolean run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.add(CommandLine.program().toString());
    command.addAll(StartCache.OPTIONS);
    CacheDirectory.forTheJvm(options).forEach(command::add);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .directory(directory.path().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.path().resolve("log").toFile()));
    builder.environment().keySet().removeIf(Training::isSetting);
    Process process = builder.start();
    var atExit = new Thread(process::destroyForcibly, "end-training");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
      if (ENDED_FROM_OUTSIDE.contains(process.exitValue())) {
        throw new IllegalStateException("ended from outside");
      }
      return process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }

  private static boolean isSetting(String variable) {
    return SETTINGS.stream().anyMatch(variable::startsWith);
  }

  /** A loss of power leaves all of it, or nothing that is ready. */
  private void sync() throws IOException {
    try (Stream<Path> files = Files.walk(directory.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }
}
