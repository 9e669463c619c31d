package dev.rondel.testbed.terminal;

import dev.rondel.shell.render.Bar;
import java.io.PrintStream;
import java.util.function.IntSupplier;

/**
 * One line that tells how far a piece of work is, rewritten in place on a terminal and silent
 * elsewhere. Goes to the error stream, so that standard output stays clean.
 */
public final class Progress implements AutoCloseable {

  private static final int WIDTH = 24;
  private static final long INTERVAL_MILLIS = 100;

  private final PrintStream out;
  private final boolean terminal;

  private Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  public static Progress on(PrintStream out, boolean terminal) {
    return new Progress(out, terminal);
  }

  /** Shows {@code done} of {@code total} until closed. */
  public Running start(String what, int total, IntSupplier done) {
    return new Running(what, total, done);
  }

  /** Shows one line of text in the place of the last one. */
  public void say(String line) {
    if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  /** A line that is being kept up to date. */
  public final class Running implements AutoCloseable {
    private final Thread painter;

    private Running(String what, int total, IntSupplier done) {
      painter = Thread.ofVirtual().unstarted(() -> paint(what, total, done));
      if (terminal) {
        painter.start();
      }
    }

    private void paint(String what, int total, IntSupplier done) {
      try {
        while (true) {
          say(line(what, done.getAsInt(), total));
          Thread.sleep(INTERVAL_MILLIS);
        }
      } catch (InterruptedException closed) {
        // the end
      }
    }

    @Override
    public void close() {
      if (terminal) {
        painter.interrupt();
        try {
          painter.join();
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
        }
        Progress.this.close();
      }
    }
  }

  static String line(String what, int done, int total) {
    return "%-10s %s %,d of %,d"
        .formatted(what, Bar.of((double) done / Math.max(1, total), WIDTH), done, total);
  }
}
