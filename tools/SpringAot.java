import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * Decides at build time which beans a Spring application has, and compiles the code that makes
 * them: a start with {@code -Dspring.aot.enabled=true} then searches for nothing.
 *
 * <p>This is Spring Boot's {@code process-aot} goal, which compiles with the JVM that Maven runs
 * on, and that may be older than the classes. So the build starts this file with the JDK of the
 * toolchain:
 *
 * <pre>java --class-path RUNTIME tools/SpringAot.java MAIN_CLASS WORK CLASSES GROUP ARTIFACT</pre>
 */
final class SpringAot {

  private SpringAot() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 5) {
      System.err.println("usage: SpringAot MAIN_CLASS WORK CLASSES GROUP ARTIFACT");
      System.exit(2);
    }
    Path sources = Path.of(args[1], "sources");
    Path resources = Path.of(args[1], "resources");
    Path classes = Path.of(args[1], "classes");
    SpringApplicationAotProcessor.main( // which empties the three directories first
        new String[] {
          args[0], sources.toString(), resources.toString(), classes.toString(), args[3], args[4]
        });
    if (compile(sources, classes) != 0) {
      System.exit(1);
    }
    copy(resources, Path.of(args[2]));
    copy(classes, Path.of(args[2]));
  }

  private static int compile(Path sources, Path classes) throws IOException {
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath));
    arguments.addAll(List.of("-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    return ToolProvider.getSystemJavaCompiler()
        .run(null, System.out, System.err, arguments.toArray(String[]::new));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
