package dev.rondel.shell;

import dev.rondel.shell.cluster.Progress;
import dev.rondel.shell.render.Paint;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command writes. Results go to standard output; what happens meanwhile goes there too, or
 * to standard error where the result is JSON or bytes for another program.
 */
final class Console implements Progress {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintStream out;
  private final PrintStream progress;
  private final boolean isForPrograms;
  private final boolean isProgressOnTerminal;
  private final Paint paint;
  private boolean isWaitingShown;

  private Console(
      PrintStream out, boolean outIsTerminal, PrintStream progress, boolean progressIsTerminal) {
    this.out = out;
    this.isForPrograms = !out.equals(progress);
    this.progress = progress;
    this.isProgressOnTerminal = progressIsTerminal;
    this.paint = new Paint(outIsTerminal && mayColour());
  }

  /**
   * @param outputIsForPrograms keeps standard output free of everything but the result
   */
  static Console of(boolean outputIsForPrograms) {
    boolean out = Boolean.getBoolean("rondel.terminal.out");
    boolean err = Boolean.getBoolean("rondel.terminal.err");
    return outputIsForPrograms
        ? new Console(System.out, false, System.err, err)
        : new Console(System.out, out, System.out, out);
  }

  /** Whether the user has not asked for plain text (no-color.org). */
  static boolean mayColour() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether standard output carries nothing but the result. */
  boolean isForPrograms() {
    return isForPrograms;
  }

  Paint paint() {
    return paint;
  }

  synchronized void result(String text) {
    clearWaiting();
    out.println(text);
  }

  void result(List<String> lines) {
    lines.forEach(this::result);
  }

  void json(Object value) {
    result(JSON.writeValueAsString(value));
  }

  /** Where there is nothing else to say. */
  void done() {
    if (isForPrograms) {
      json(Map.of("status", "ok"));
    } else {
      result("ok");
    }
  }

  synchronized void bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  @Override
  public synchronized void line(String text) {
    clearWaiting();
    progress.println(text);
  }

  @Override
  public synchronized void waiting(String text) {
    if (isProgressOnTerminal) {
      progress.print("\r\u001b[K" + text);
      progress.flush();
      isWaitingShown = true;
    }
  }

  /** Nothing more is waited for. */
  synchronized void clearWaiting() {
    if (isWaitingShown) {
      progress.print("\r\u001b[K");
      progress.flush();
      isWaitingShown = false;
    }
  }
}
