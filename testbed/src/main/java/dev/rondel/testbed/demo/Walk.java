package dev.rondel.testbed.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** The steps of a demo: each is told with what it came to, and the first that fails ends it. */
final class Walk {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PrintWriter out;
  private int steps;

  Walk(PrintWriter out) {
    this.out = out;
  }

  /** A step did not come to what it should have. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String reason) {
      super(reason);
    }
  }

  /** What a step does; it returns what is worth telling, or throws {@link Failed}. */
  interface Step {
    String take() throws IOException, InterruptedException;
  }

  interface Question {
    boolean holds() throws IOException, InterruptedException;
  }

  void step(String what, Step step) throws IOException, InterruptedException {
    steps++;
    out.println("%2d. %s".formatted(steps, what));
    out.flush();
    out.println("    ok: " + step.take());
    out.flush();
  }

  void leftOut(String what) {
    out.println("    left out, for the cluster is not its own: " + what);
  }

  /** Fails the step unless this holds. */
  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new Failed(otherwise);
    }
  }

  /** Fails the step unless this holds within the time. Nobody answering counts as not yet. */
  static void await(Duration patience, String what, Question question) throws InterruptedException {
    long begin = System.nanoTime();
    while (!holdsNow(question)) {
      check(
          System.nanoTime() - begin < patience.toNanos(),
          what + ": not after " + patience.toSeconds() + " s");
      Thread.sleep(PAUSE);
    }
  }

  private static boolean holdsNow(Question question) throws InterruptedException {
    try {
      return question.holds();
    } catch (IOException notYet) {
      return false;
    }
  }
}
