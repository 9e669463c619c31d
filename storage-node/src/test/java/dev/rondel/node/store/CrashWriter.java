package dev.rondel.node.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/**
 * The process that {@link CrashTest} kills: writes as fast as it can, and prints the number of each
 * operation done.
 */
final class CrashWriter {

  private CrashWriter() {}

  /** Arguments: directory, number of the last operation that is known to be in it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MapDbPairStore store =
        MapDbPairStore.open(StoreOptions.in(Path.of(arguments[0])).withCheckpointBytes(200_000));
    Workload workload = new Workload();
    String wrong = workload.moveTo(store, Long.parseLong(arguments[1]));
    if (wrong != null) {
      print("wrong: " + wrong);
      return;
    }
    Semaphore inFlight = new Semaphore(256);
    while (true) {
      inFlight.acquire();
      String number = Long.toString(workload.next());
      workload
          .send(store)
          .whenComplete(
              (ignored, failure) -> {
                print(failure == null ? number : "failed: " + failure);
                inFlight.release();
              })
          .isDone();
    }
  }

  private static void print(String line) {
    try {
      OutputStream out = System.out;
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
