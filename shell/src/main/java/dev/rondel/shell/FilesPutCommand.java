package dev.rondel.shell;

import dev.rondel.wire.Sha256;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description =
        "Stores a file. Nobody sees it before it is there whole, on every replica. A large one that"
            + " was broken off goes on where it was.",
    footer = {
      "",
      "Examples:",
      "  rondel files put holiday.mp4",
      "  rondel files put plan.pdf docs/2026/plan.pdf --type application/pdf"
    })
final class FilesPutCommand implements Callable<Integer> {

  private static final long PIECE = 64L << 20;
  private static final long CHUNK = 256L << 10;
  private static final long MOST_PIECES = 4_000;

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "FILE", description = "A file of this machine.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "How it is called in the cluster; default: as FILE, without its folder.")
  private @Nullable String given;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The content type; default: a guess by the name.")
  private @Nullable String type;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Failure.usage("there is no file " + file);
    }
    String name = given == null ? String.valueOf(file.getFileName()) : given;
    long size = Files.size(file);
    Console console = options.console();
    try (FileClient client = FileClient.of(options)) {
      var digest = Sha256.begin();
      LocalFile.digest(file, digest, new Transfer(console, "reading", size, 0));
      String sha256 = Sha256.end(digest);
      long piece = Math.max(PIECE, Math.ceilDiv(Math.ceilDiv(size, MOST_PIECES), CHUNK) * CHUNK);
      var upload = new FileUpload(client, file, name, size, sha256, contentType(), piece, console);
      HttpResponse<byte[]> stored = upload.run();
      report(name, size, sha256, stored, console);
      return ExitCode.OK;
    }
  }

  private String contentType() {
    if (type != null) {
      return type;
    }
    try {
      String guess = Files.probeContentType(file);
      return guess == null ? "application/octet-stream" : guess;
    } catch (IOException unknown) {
      return "application/octet-stream";
    }
  }

  private void report(
      String name, long size, String sha256, HttpResponse<byte[]> stored, Console console) {
    String version = stored.headers().firstValue("ETag").orElse("").replace("\"", "");
    if (options.json()) {
      var json = new LinkedHashMap<String, Object>();
      json.put("name", name);
      json.put("size", size);
      json.put("sha256", sha256);
      json.put("version", version);
      console.json(json);
    } else {
      console.result("stored %s, %s, sha256 %s".formatted(name, Transfer.size(size), sha256));
    }
  }
}
