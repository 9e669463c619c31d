package dev.rondel.shell.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of this machine, told apart from a later one with the same pid.
 *
 * @param birth when it was born, as exact as the system tells: on Linux the boot and the clock
 *     tick, which no change of the wall clock moves; elsewhere the start time in milliseconds
 */
public record OsProcess(long pid, String birth) {

  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");

  /** The process that has this pid now, if one has. */
  public static Optional<OsProcess> of(long pid) {
    return birthOf(pid).map(birth -> new OsProcess(pid, birth));
  }

  /** Whether this very process still runs, with at least one thread. A zombie does not. */
  public boolean isAlive() {
    return birthOf(pid).filter(birth::equals).isPresent();
  }

  /** Asks it to end, unless it is gone. */
  public void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Ends it without asking, unless it is gone. */
  public void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Stops it where it stands, as {@code kill -STOP} does, until {@link #resume}. */
  public void pause() throws IOException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    if (!isAlive()) {
      return;
    }
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    try {
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Memory in RAM, in bytes; empty where the process is gone or the system does not tell. */
  public Optional<Long> residentBytes() {
    if (!isAlive()) {
      return Optional.empty();
    }
    try {
      Path status = PROC.resolve(pid + "/status");
      if (Files.isReadable(status)) {
        return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .map(OsProcess::kibibytes);
      }
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      return Optional.of(
          kibibytes(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)));
    } catch (IOException | NumberFormatException notTold) {
      return Optional.empty();
    }
  }

  private static long kibibytes(String text) {
    return Long.parseLong(text.replaceAll("\\D", "")) * 1024;
  }

  private Optional<ProcessHandle> handle() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  private static Optional<String> birthOf(long pid) {
    if (Files.isReadable(BOOT_ID)) {
      return linuxBirthOf(pid);
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Long.toString(start.toEpochMilli()));
  }

  private static Optional<String> linuxBirthOf(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String boot = Files.readString(BOOT_ID).strip();
      return startTickIfAlive(stat).map(tick -> boot + "/" + tick);
    } catch (IOException | IndexOutOfBoundsException gone) {
      return Optional.empty();
    }
  }

  /**
   * A process whose first thread is a zombie still holds its files and ports while others of its
   * threads are ending.
   *
   * @param stat the text of {@code /proc/PID/stat}
   */
  static Optional<String> startTickIfAlive(String stat) {
    // The name, in parentheses, may hold anything. Behind the last one: state is the 1st, the
    // number of threads the 18th, the start tick the 20th.
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    boolean ended =
        switch (afterName[0]) {
          case "X" -> true;
          case "Z" -> Integer.parseInt(afterName[17]) <= 1;
          default -> false;
        };
    return ended ? Optional.empty() : Optional.of(afterName[19]);
  }
}
