package dev.rondel.shell.cluster;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports for a test's servers, far from those that the system gives to clients. */
public final class FreePorts {

  private FreePorts() {}

  /** The first of {@code count} ports in a row that are free, with their gRPC ports. */
  public static int inARow(int count) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(12_000, 20_000);
      boolean allFree =
          IntStream.range(first, first + count)
              .allMatch(port -> Ports.isFree(port) && Ports.isFree(port + ServerState.GRPC_OFFSET));
      if (allFree) {
        return first;
      }
    }
    throw new IllegalStateException("no " + count + " free ports in a row");
  }
}
