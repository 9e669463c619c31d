package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Each service's jar taken apart, with a JDK AOT cache (JEP 483, 514, 515) that one short training
 * run has made: two to three times as fast to start. Made once for each build and JVM, in a
 * directory that is named by their checksum, so that a new build does not pull the classes from
 * under running servers.
 */
public final class AotImages implements Images {

  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(10);
  private static final String CACHE = "app.aot";

  private final Path home;
  private final Path cache;
  private final Jvm jvm;
  private final Progress progress;
  private final Map<Service, List<String>> commands = new EnumMap<>(Service.class);

  /**
   * @param home the repository, where the jars lie in each module's {@code target}
   */
  public AotImages(Path home, Path java, Progress progress) {
    this.home = home;
    this.cache = home.resolve(".rondel").resolve("cache");
    this.jvm = new Jvm(java);
    this.progress = progress;
  }

  @Override
  public void prepare() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> coordinator = threads.submit(prepare(Service.COORDINATOR));
      Future<List<String>> node = threads.submit(prepare(Service.NODE));
      commands.put(Service.COORDINATOR, coordinator.get());
      commands.put(Service.NODE, node.get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure
          ? failure
          : Failure.failed("the services cannot be unpacked: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }

  @Override
  public List<String> command(Service service) {
    List<String> command = commands.get(service);
    if (command == null) {
      throw new IllegalStateException("not prepared");
    }
    return command;
  }

  private Callable<List<String>> prepare(Service service) {
    return () -> {
      Path jar =
          home.resolve(service.module()).resolve("target").resolve(service.module() + "-exec.jar");
      if (!Files.exists(jar)) {
        throw Failure.failed(jar + " is missing; build it by: mvn -DskipTests package");
      }
      Files.createDirectories(cache);
      Path directory = cache.resolve(service.module() + "-" + checksum(jar));
      Path ready = directory.resolve(EarlierImages.READY);
      Path lock = cache.resolve(service.module() + ".lock");
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.exists(ready)) {
          Trees.delete(directory);
          unpack(jar, directory);
          train(service, directory);
          Files.createFile(ready);
        }
        Files.setLastModifiedTime(ready, FileTime.from(Instant.now()));
        EarlierImages.prune(cache, service, directory, commandLines(), Instant.now());
      }
      return command(directory);
    };
  }

  private List<String> command(Path directory) throws IOException {
    List<String> options = new ArrayList<>();
    Path aot = directory.resolve(CACHE);
    if (Files.exists(aot)) {
      options.add("-XX:AOTCache=" + aot);
    }
    options.add("-Xlog:disable");
    options.add("-Xlog:all=error:stderr");
    options.add("-jar");
    options.add(jarIn(directory).toString());
    return jvm.command(options);
  }

  private static Path jarIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  private void unpack(Path jar, Path directory) throws IOException, InterruptedException {
    Path log = logOf(directory);
    int exit =
        run(
            List.of(
                jvm.java().toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                directory.toString()),
            log,
            cache);
    if (exit != 0) {
      throw Failure.failed(jar + " cannot be unpacked; see " + log);
    }
  }

  /**
   * A server without its cache only starts more slowly, so a training that fails is told, and no
   * more.
   */
  private void train(Service service, Path directory) throws IOException, InterruptedException {
    long start = System.nanoTime();
    progress.waiting("  making the start-up caches (once for each build)");
    Path scratch = Files.createTempDirectory("rondel-training");
    Path log = logOf(directory);
    List<String> options = new ArrayList<>();
    options.add("-XX:AOTCacheOutput=" + directory.resolve(CACHE));
    options.add("-Dspring.context.exit=onRefresh");
    options.add("-jar");
    options.add(jarIn(directory).toString());
    options.add("--server.address=127.0.0.1");
    options.add("--server.port=0");
    options.add("--rondel.grpc.port=0");
    options.add("--rondel.data=" + scratch);
    if (service == Service.NODE) {
      options.add("--rondel.node.id=node_training");
      options.add("--rondel.node.host=localhost");
      options.add("--rondel.coordinator=http://localhost:1");
    }
    int exit = run(jvm.command(options), log, scratch);
    Trees.delete(scratch);
    if (exit == 0 && Files.exists(directory.resolve(CACHE))) {
      progress.line(
          String.format(
              Locale.ROOT,
              "  start-up cache of %s made in %.1f s",
              service.module(),
              (System.nanoTime() - start) / 1e9));
    } else {
      Files.deleteIfExists(directory.resolve(CACHE));
      progress.line(
          "  no start-up cache for "
              + service.module()
              + " (it starts more slowly; why: "
              + log
              + ")");
    }
  }

  /** What unpacking and training said, beside the image. */
  static Path logOf(Path image) {
    return image.resolveSibling(image.getFileName() + ".log");
  }

  /** Of all processes that the system tells of. */
  private static List<String> commandLines() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .toList();
  }

  private static int run(List<String> command, Path log, Path workingDirectory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var atExit = new Thread(process::destroyForcibly, "rondel-end-training");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      if (!process.waitFor(TRAINING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return -1;
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }

  private String checksum(Path jar) throws IOException {
    var crc = new CRC32C();
    crc.update(Files.readAllBytes(jar));
    crc.update(jvm.identity().getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x-%d", crc.getValue(), Files.size(jar));
  }
}
