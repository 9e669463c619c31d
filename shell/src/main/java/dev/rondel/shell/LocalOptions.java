package dev.rondel.shell;

import dev.rondel.shell.cluster.AotImages;
import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command about the processes of this machine takes. */
class LocalOptions {

  static final String DATA_VARIABLE = "RONDEL_DATA";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The cluster's directory. Default: RONDEL_DATA, else the one of the last 'up', else"
              + " .rondel.")
  private @Nullable Path data;

  @Option(names = "--json", description = "The result as JSON; nothing else on standard output.")
  private boolean json;

  boolean json() {
    return json;
  }

  Console console() {
    return Console.of(json);
  }

  /** Those that were given, by their names, as they would be written again. */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    if (data != null) {
      given.put("--data", data.toString());
    }
    if (json) {
      given.put("--json", "true");
    }
    return given;
  }

  /** Where the repository is: the launcher tells. */
  static Path home() {
    return Path.of(System.getProperty("rondel.home", "")).toAbsolutePath();
  }

  private static Path ownDirectory() {
    return home().resolve(".rondel");
  }

  /** Holds the path of the last cluster that was started elsewhere. */
  private static Path lastDirectory() {
    return ownDirectory().resolve("last");
  }

  /** The directory that was asked for, null where none was. */
  final @Nullable Path asked() {
    if (data != null) {
      return data;
    }
    String variable = System.getenv(DATA_VARIABLE);
    return variable == null || variable.isEmpty() ? null : Path.of(variable);
  }

  /** For {@code up}: what was asked for, else the repository's own. */
  ClusterDirectory directoryToStart() {
    Path asked = asked();
    return new ClusterDirectory(asked == null ? ownDirectory() : asked);
  }

  /** For all others: they go to where the last {@code up} was. */
  ClusterDirectory directory() {
    Path asked = asked();
    try {
      if (asked == null && Files.exists(lastDirectory())) {
        return new ClusterDirectory(Path.of(Files.readString(lastDirectory()).strip()));
      }
      return new ClusterDirectory(asked == null ? ownDirectory() : asked);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remember(ClusterDirectory directory) {
    try {
      Files.createDirectories(ownDirectory());
      Files.writeString(lastDirectory(), directory.path() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ClusterSession open(
      ClusterDirectory directory, Console console, Duration patience, String command) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return ClusterSession.open(
        directory, new AotImages(home(), java, console), console, patience, command);
  }
}
