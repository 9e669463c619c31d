import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or rewrites every Java source of the project with google-java-format.
 *
 * <p>The formatter parses with the compiler of the JVM that it runs in, and Maven may run on an
 * older Java than the sources are written in. So the build starts this file with the JDK of the
 * toolchain, once for all modules:
 *
 * <pre>java --class-path google-java-format-all-deps.jar tools/Format.java check|apply ROOT</pre>
 *
 * <p>Exits with 1 and names each file when {@code check} finds one that {@code apply} would change.
 */
final class Format {
  private static final String FIX = "mvn -Pformat validate";

  private static final Formatter FORMATTER = new Formatter();

  private final Path root;

  private Format(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !List.of("check", "apply").contains(args[0])) {
      System.err.println("usage: Format check|apply ROOT");
      System.exit(2);
    }
    Format format = new Format(Path.of(args[1]).toAbsolutePath().normalize());
    List<Path> wrong;
    try {
      wrong = format.wronglyFormatted();
    } catch (IllegalStateException unreadable) {
      System.err.println(unreadable.getMessage());
      System.exit(1);
      return;
    }
    if (args[0].equals("apply")) {
      for (Path file : wrong) {
        Files.writeString(file, format.formatted(file));
      }
      System.out.println("formatted " + wrong.size() + " Java files");
    } else if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + format.root.relativize(file)));
      System.err.println(
          wrong.size() + " Java files are not formatted. This command formats them: " + FIX);
      System.exit(1);
    }
  }

  private List<Path> wronglyFormatted() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(this::isSource).sorted().toList().parallelStream()
          .filter(this::isWrong)
          .toList();
    }
  }

  private boolean isSource(Path file) {
    if (!file.toString().endsWith(".java")) {
      return false;
    }
    for (Path part : root.relativize(file)) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private boolean isWrong(Path file) {
    try {
      return !Files.readString(file).equals(formatted(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String formatted(Path file) throws IOException {
    try {
      return FORMATTER.formatSourceAndFixImports(Files.readString(file));
    } catch (FormatterException e) {
      throw new IllegalStateException(
          "cannot parse " + root.relativize(file) + ": " + e.getMessage(), e);
    }
  }
}
