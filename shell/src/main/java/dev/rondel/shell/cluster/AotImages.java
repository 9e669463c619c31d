package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Each service's jar taken apart, with a JDK AOT cache (JEP 483, 514, 515) that one short {@link
 * Training} has made: two to three times as fast to start. Made once for each build and JVM, in a
 * directory that is named by their checksum, so that a new build does not pull the classes from
 * under running servers.
 */
public final class AotImages implements Images {

  private static final Duration TRAINING_LIMIT = Duration.ofMinutes(10);
  private static final String CACHE = "app.aot";
  private static final String RECORD = "app.aotconf";

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
    try {
      Files.createDirectories(cache);
      try (var channel =
              FileChannel.open(
                  cache.resolve("images.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        prepareAlone();
      }
    } catch (IOException e) {
      throw Failure.failed("the services cannot be unpacked: " + e);
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

  private void prepareAlone() throws IOException, InterruptedException {
    Map<Service, Path> images = new EnumMap<>(Service.class);
    List<Service> missing = new ArrayList<>();
    for (Service service : Service.values()) {
      Path jar = jarOf(service);
      Path image = cache.resolve(service.module() + "-" + checksum(jar));
      images.put(service, image);
      if (!Files.exists(image.resolve(EarlierImages.READY))) {
        missing.add(service);
        Trees.delete(image);
        unpack(jar, image);
      }
    }
    if (!missing.isEmpty()) {
      train(images, missing);
    }
    for (Map.Entry<Service, Path> each : images.entrySet()) {
      Path image = each.getValue();
      Files.write(image.resolve(EarlierImages.READY), new byte[0]); // and touches it
      EarlierImages.prune(cache, each.getKey(), image, commandLines(), Instant.now());
      commands.put(each.getKey(), command(image));
    }
  }

  private Path jarOf(Service service) {
    Path jar =
        home.resolve(service.module()).resolve("target").resolve(service.module() + "-exec.jar");
    if (!Files.exists(jar)) {
      throw Failure.failed(jar + " is missing; build it by: mvn -DskipTests package");
    }
    return jar;
  }

  private List<String> command(Path image, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(more));
    Path aot = image.resolve(CACHE);
    if (Files.exists(aot)) {
      options.add("-XX:AOTCache=" + aot);
    }
    options.add("-Xlog:disable");
    options.add("-Xlog:all=error:stderr");
    options.add("-jar");
    options.add(jarIn(image).toString());
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
  private void train(Map<Service, Path> images, List<Service> missing)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    progress.waiting("  making the start-up caches (once for each build)");
    Map<Service, List<String>> recording = new EnumMap<>(Service.class);
    for (Map.Entry<Service, Path> each : images.entrySet()) {
      recording.put(
          each.getKey(),
          missing.contains(each.getKey())
              ? command(each.getValue(), "-XX:AOTMode=record", recordIn(each.getValue()))
              : command(each.getValue()));
    }
    try {
      new Training(recording).run();
      make(images, missing);
      progress.line(
          String.format(
              Locale.ROOT, "  start-up caches made in %.1f s", (System.nanoTime() - start) / 1e9));
    } catch (Failure e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // which says nothing of the next training
      }
      progress.line("  no start-up cache (servers start more slowly): " + e.getMessage());
    }
  }

  /** Of what was recorded, one after the other: each compiler run has both cores to itself. */
  private void make(Map<Service, Path> images, List<Service> missing)
      throws IOException, InterruptedException {
    for (Map.Entry<Service, Path> each : images.entrySet()) {
      if (!missing.contains(each.getKey())) {
        continue;
      }
      Path image = each.getValue();
      Path made = image.resolve(CACHE + ".part");
      int exit =
          run(
              command(image, "-XX:AOTMode=create", recordIn(image), "-XX:AOTCache=" + made),
              logOf(image),
              image);
      if (exit != 0 || !Files.exists(made)) {
        throw Failure.failed("see " + logOf(image));
      }
      Files.move(made, image.resolve(CACHE));
      Files.delete(image.resolve(RECORD));
    }
  }

  private static String recordIn(Path image) {
    return "-XX:AOTConfiguration=" + image.resolve(RECORD);
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
