package dev.rondel.node.startcache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one start from the executable jar does with the start-up cache. Linux only: there the
 * process can read its own command line as it was written, and become another program.
 */
public final class StartCache {

  /** False: no cache is used, and none is made. */
  private static final String SWITCH = "rondel.start-cache";

  /** Set in a start from the cache. */
  private static final String USED = "rondel.start-cache.used";

  /**
   * The fast compiler alone, as the nodes of {@code ./rondel up} have it; what the user says of the
   * same comes after it, and counts. The rest is what the libraries ask of the JVM.
   */
  static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final CommandLine command;
  private final CacheDirectory directory;

  private StartCache(CommandLine command, CacheDirectory directory) {
    this.command = command;
    this.directory = directory;
  }

  /** Empty where this process was not started from the executable jar, or wants no cache. */
  public static Optional<StartCache> ofThisProcess(
      List<String> arguments, Map<String, String> environment) {
    if (!isFromExecutableJar()
        || !System.getProperty("os.name", "").equals("Linux")
        || isSwitchedOff(arguments, environment)) {
      return Optional.empty();
    }
    try {
      CommandLine command = CommandLine.ofThisProcess();
      if (command.isObserved(environment)) {
        return Optional.empty();
      }
      return CacheDirectory.home(environment)
          .map(home -> new StartCache(command, CacheDirectory.of(home, command)));
    } catch (IOException | IllegalArgumentException notToldInFull) { // names of no known encoding
      return Optional.empty();
    }
  }

  static boolean isSwitchedOff(List<String> arguments, Map<String, String> environment) {
    String wish =
        arguments.stream()
            .filter(argument -> argument.startsWith("--" + SWITCH + "="))
            .map(argument -> argument.substring(SWITCH.length() + 3))
            .reduce((_, last) -> last)
            .orElseGet(
                () ->
                    System.getProperty(
                        SWITCH, environment.getOrDefault("RONDEL_START_CACHE", "true")));
    return wish.equalsIgnoreCase("false");
  }

  /** Its loader is then the one that reads jars within the jar. */
  private static boolean isFromExecutableJar() {
    return !ClassLoader.getSystemClassLoader().equals(StartCache.class.getClassLoader());
  }

  /** Becomes the same start from the cache, and does not return, where there is one. */
  public void use() {
    if (!directory.isReady()) {
      return;
    }
    try {
      directory.touch();
      var options = new ArrayList<>(List.of("-XX:AOTCache=" + directory.cache()));
      options.add("-D" + USED + "=true");
      options.add("-Xlog:aot*=off"); // the JVM's opinion of a cache that it does not take
      options.addAll(OPTIONS);
      Exec.become(CommandLine.program(), command.startingFrom(directory.jar(), options));
    } catch (IOException goesOn) {
      // As it was started; then it takes longer.
    }
  }

  /** Makes what later starts go on from, in the background; called when the node serves. */
  public void make() {
    if (!directory.isReady()) {
      Path jar = command.jar();
      Thread.ofPlatform()
          .name("start-cache")
          .daemon()
          .start(() -> new Training(jar, directory, command.options()).run());
    }
  }

  /**
   * Opens every jar of the class path, so that this process does not depend on their names any
   * longer: whoever deletes a cache takes nothing from a running node.
   */
  public static void holdOpen() {
    if (Boolean.getBoolean(USED)) {
      Thread.ofPlatform()
          .name("start-cache")
          .daemon()
          .start(
              () ->
                  ClassLoader.getSystemClassLoader()
                      .resources("META-INF/none-has-this")
                      .forEach(_ -> {}));
    }
  }
}
