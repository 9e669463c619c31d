package dev.rondel.node.startcache;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code java OPTIONS -jar JAR ARGUMENTS}, as the system has it: each word byte for byte, one byte
 * a character, whatever the encoding.
 *
 * @param words the program's own name first
 * @param jarAt where the name of the jar is
 * @param jar that jar
 */
record CommandLine(List<String> words, int jarAt, Path jar) {

  /**
   * What would not outlive that the process begins anew (a debugger that is connected, a
   * recording), changes what is loaded, or has a cache of its own.
   */
  private static final List<String> OBSERVERS =
      List.of(
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xrun",
          "-Xdebug",
          "-Xshare",
          "-XX:AOT",
          "-XX:SharedArchiveFile",
          "-XX:StartFlightRecording");

  private static final List<String> OPTIONS_ELSEWHERE =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * @throws IOException also where the words are not of that form, as with an argument file
   */
  static CommandLine ofThisProcess() throws IOException {
    String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
    Path jar = Path.of(System.getProperty("java.class.path", "")).toRealPath();
    return of(List.of(line.split("\0", -1)), jar);
  }

  /**
   * @param words with one that is empty at the end, as the system ends the last one
   */
  static CommandLine of(List<String> words, Path jar) throws IOException {
    int jarAt = words.indexOf("-jar") + 1;
    if (jarAt < 2
        || !words.getLast().isEmpty()
        || !Files.isSameFile(Path.of(decode(words.get(jarAt))), jar)) {
      throw new IOException("not started by java -jar " + jar);
    }
    return new CommandLine(List.copyOf(words.subList(0, words.size() - 1)), jarAt, jar);
  }

  /** The JVM's executable. */
  static Path program() throws IOException {
    return Path.of("/proc/self/exe").toRealPath();
  }

  /** What the user wants of the JVM. */
  List<String> options() {
    return words.subList(1, jarAt - 1).stream().map(CommandLine::decode).toList();
  }

  /** Whether this JVM is watched, or was told by itself what to load and from where. */
  boolean isObserved(Map<String, String> environment) {
    Stream<String> elsewhere =
        OPTIONS_ELSEWHERE.stream().map(name -> environment.getOrDefault(name, ""));
    return Stream.concat(options().stream(), elsewhere)
        .anyMatch(words -> OBSERVERS.stream().anyMatch(words::contains));
  }

  /** The same from another jar, with further options, of which those of the user come last. */
  List<byte[]> startingFrom(Path otherJar, List<String> further) {
    var other = new ArrayList<String>();
    other.add(words.getFirst());
    further.stream().map(CommandLine::encode).forEach(other::add);
    other.addAll(words.subList(1, jarAt));
    other.add(encode(otherJar.toString()));
    other.addAll(words.subList(jarAt + 1, words.size()));
    return other.stream().map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  private static String decode(String word) {
    return new String(word.getBytes(StandardCharsets.ISO_8859_1), ofTheSystem());
  }

  private static String encode(String word) {
    return new String(word.getBytes(ofTheSystem()), StandardCharsets.ISO_8859_1);
  }

  /** The encoding of arguments and file names. */
  private static Charset ofTheSystem() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
