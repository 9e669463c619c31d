package dev.rondel.shell;

import dev.rondel.client.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A file on its way to the cluster: in one request, or, where it has more bytes than a piece, piece
 * by piece, so that it can go on where it was.
 *
 * @param size of the file
 * @param sha256 of the file, in hexadecimal digits
 * @param piece how many bytes one request carries at most, a multiple of the cluster's chunks
 */
record FileUpload(
    FileClient client,
    Path file,
    String name,
    long size,
    String sha256,
    String contentType,
    long piece,
    Console console) {

  private static final int MOST_FAILURES = 20;

  /** The answer that says that it is stored. */
  HttpResponse<byte[]> run() {
    return size <= piece ? whole() : pieces();
  }

  private HttpResponse<byte[]> whole() {
    var transfer = new Transfer(console, name, size, 0);
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    try {
      return FileClient.expected(
          client.send(
              FileClient.path(name),
              request ->
                  request
                      .header("Content-Type", contentType)
                      .header("Repr-Digest", "sha-256=:" + digest + ":")
                      .PUT(body(0, size, transfer))));
    } catch (IOException broken) {
      throw new Failure(
          ExitCode.OUTCOME_UNKNOWN, "the connection broke, it may have been done: " + broken);
    }
  }

  /** As the cluster tells how far it is; what breaks is sent again. */
  private HttpResponse<byte[]> pieces() {
    String path = FileClient.path(name) + "?upload=" + sha256;
    long arrived = client.tell(path).path("arrived").asLong();
    if (arrived > 0) {
      console.line("goes on at " + Transfer.size(arrived) + " of " + Transfer.size(size));
    }
    var transfer = new Transfer(console, name, size, arrived);
    for (int failures = 0; ; ) {
      long from = arrived;
      long to = Math.min(size, from + piece);
      transfer.at(from);
      try {
        HttpResponse<byte[]> answer =
            client.send(
                path,
                request ->
                    request
                        .header("Content-Type", contentType)
                        .header("Content-Range", contentRange(from, to))
                        .PUT(body(from, to, transfer)));
        switch (answer.statusCode()) {
          case 204 -> {
            return answer;
          }
          case 202 -> failures = 0;
          case 409, 504 -> {
            if (++failures == MOST_FAILURES) {
              throw FileClient.refusal(Problem.of(answer.statusCode(), answer.body()));
            }
          }
          default -> throw FileClient.refusal(Problem.of(answer.statusCode(), answer.body()));
        }
      } catch (IOException broken) {
        if (++failures == MOST_FAILURES) {
          throw Failure.failed("it broke off again and again: " + broken + "; repeat it to go on");
        }
        FileClient.pause();
      }
      var progress = client.tell(path);
      if (progress.path("stored").asBoolean()) {
        return client.head(name);
      }
      arrived = progress.path("arrived").asLong();
    }
  }

  private String contentRange(long from, long to) {
    return from == to ? "bytes */" + size : "bytes " + from + "-" + (to - 1) + "/" + size;
  }

  private BodyPublisher body(long from, long to, Transfer transfer) {
    return from == to
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> open(from, to - from, transfer)), to - from);
  }

  private InputStream open(long from, long length, Transfer transfer) {
    try {
      return LocalFile.open(file, from, length, transfer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
