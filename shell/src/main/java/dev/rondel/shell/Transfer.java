package dev.rondel.shell;

import java.util.Locale;

/** How far a file is on its way: a bar, how much, how fast, how long still. */
final class Transfer {

  private static final int WIDTH = 24;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private final Console console;
  private final String what;
  private final long total;
  private final long startedAt = System.nanoTime();
  private final long before;
  private long done;
  private long shownAt = startedAt - INTERVAL_NANOS;

  /**
   * @param done what was there before, and tells nothing of the speed
   */
  Transfer(Console console, String what, long total, long done) {
    this.console = console;
    this.what = what;
    this.total = total;
    this.before = done;
    this.done = done;
  }

  void add(long bytes) {
    at(done + bytes);
  }

  /** So much is done, which may be less than it seemed. */
  void at(long bytes) {
    done = bytes;
    long now = System.nanoTime();
    if (now - shownAt >= INTERVAL_NANOS) {
      shownAt = now;
      double seconds = Math.max(1e-3, (now - startedAt) / 1e9);
      console.waiting(line(what, done, total, (done - before) / seconds));
    }
  }

  static String line(String what, long done, long total, double perSecond) {
    double part = total == 0 ? 1 : (double) done / total;
    int full = (int) (part * WIDTH);
    String left =
        perSecond < 1 || done == total
            ? ""
            : "  " + Math.round((total - done) / perSecond) + " s left";
    return String.format(
        Locale.ROOT,
        "%s  %s%s %3d %%  %s of %s  %s/s%s",
        what,
        "█".repeat(full),
        "░".repeat(WIDTH - full),
        (int) (part * 100),
        size(done),
        size(total),
        size(Math.max(0, (long) perSecond)),
        left);
  }

  /** For people: three digits and a unit. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String form = unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, form, value, UNITS[unit]);
  }
}
