package dev.rondel.shell;

import dev.rondel.client.Problem;
import dev.rondel.wire.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Fetches a file, and checks its SHA-256. Until it is whole it has a name of its own beside"
            + " FILE, from which it goes on after a break.",
    footer = {
      "",
      "Examples:",
      "  rondel files get holiday.mp4",
      "  rondel files get docs/2026/plan.pdf copy.pdf",
      "  rondel files get backup.tar - | tar t"
    })
final class FilesGetCommand implements Callable<Integer> {

  private static final Pattern DIGEST = Pattern.compile("sha-256=:([^:]+):");
  private static final int BUFFER = 256 << 10;
  private static final int MOST_FAILURES = 20;
  private static final int DIGITS = 12;

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "As in: rondel files ls.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE|-",
      description = "Where to; '-' is standard output. Default: the last part of NAME, here.")
  private @Nullable String target;

  /** What the cluster tells of a file. */
  private record Told(long size, String sha256, String etag) {}

  @Override
  public Integer call() throws IOException {
    boolean isStream = "-".equals(target);
    Console console = Console.of(isStream || options.json());
    try (FileClient client = FileClient.of(options)) {
      Told told = told(client);
      if (isStream) {
        stream(client, told, console);
        return ExitCode.OK;
      }
      Path file = Path.of(target == null ? name.substring(name.lastIndexOf('/') + 1) : target);
      if (Files.isDirectory(file)) {
        file = file.resolve(name.substring(name.lastIndexOf('/') + 1));
      }
      fetch(client, told, file, console);
      if (options.json()) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("size", told.size());
        json.put("sha256", told.sha256());
        json.put("file", file.toString());
        console.json(json);
      } else {
        console.result(
            "fetched %s, %s, sha256 %s".formatted(file, Transfer.size(told.size()), told.sha256()));
      }
      return ExitCode.OK;
    }
  }

  private Told told(FileClient client) {
    var headers = client.head(name).headers();
    var digest = DIGEST.matcher(headers.firstValue("Repr-Digest").orElse(""));
    if (!digest.matches()) {
      throw Failure.failed("the node tells no SHA-256 of the file");
    }
    return new Told(
        headers.firstValueAsLong("Content-Length").orElse(0),
        HexFormat.of().formatHex(Base64.getDecoder().decode(digest.group(1))),
        headers.firstValue("ETag").orElse(""));
  }

  private void fetch(FileClient client, Told told, Path file, Console console) throws IOException {
    Path part =
        file.resolveSibling(
            "." + file.getFileName() + "." + told.sha256().substring(0, DIGITS) + ".part");
    MessageDigest digest = Sha256.begin();
    long before = Files.exists(part) ? Files.size(part) : 0;
    if (before > 0) {
      console.line("goes on at " + Transfer.size(before) + " of " + Transfer.size(told.size()));
      LocalFile.digest(part, digest, new Transfer(console, "reading", before, 0));
    }
    var transfer = new Transfer(console, name, told.size(), before);
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      copy(client, told, before, out, digest, transfer);
    }
    if (!Sha256.end(digest).equals(told.sha256())) {
      Files.delete(part);
      throw Failure.failed("what came has another SHA-256; it is thrown away");
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void stream(FileClient client, Told told, Console console) throws IOException {
    MessageDigest digest = Sha256.begin();
    var out =
        new OutputStream() {
          @Override
          public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            console.bytes(Arrays.copyOfRange(bytes, offset, offset + length));
          }
        };
    copy(client, told, 0, out, digest, new Transfer(console, name, told.size(), 0));
    console.clearWaiting();
    if (!Sha256.end(digest).equals(told.sha256())) {
      throw Failure.failed("what came has another SHA-256");
    }
  }

  /** The bytes from {@code from} on; where it breaks off it goes on, as long as it is that file. */
  private void copy(
      FileClient client,
      Told told,
      long from,
      OutputStream out,
      MessageDigest digest,
      Transfer transfer)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    int failures = 0;
    for (long place = from; place < told.size(); ) {
      try (InputStream in = open(client, told, place)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
          digest.update(buffer, 0, read);
          place += read;
          transfer.add(read);
          failures = 0;
        }
      } catch (IOException broken) {
        if (++failures == MOST_FAILURES) {
          throw Failure.failed("it broke off again and again: " + broken + "; repeat it to go on");
        }
        FileClient.pause();
      }
    }
  }

  private InputStream open(FileClient client, Told told, long from) throws IOException {
    HttpResponse<InputStream> answer =
        client.open(
            FileClient.path(name),
            r -> r.header("Range", "bytes=" + from + "-").header("If-Match", told.etag()));
    if (answer.statusCode() == 206) {
      return answer.body();
    }
    try (InputStream body = answer.body()) {
      Problem problem = Problem.of(answer.statusCode(), body.readAllBytes());
      throw answer.statusCode() == 412
          ? Failure.failed("the file was replaced meanwhile; repeat it to fetch the new one")
          : FileClient.refusal(problem);
    }
  }
}
