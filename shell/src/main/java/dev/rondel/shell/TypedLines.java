package dev.rondel.shell;

import dev.rondel.shell.line.LineCompleter;
import dev.rondel.shell.line.LineHighlighter;
import dev.rondel.shell.line.LineParser;
import dev.rondel.shell.line.Names;
import dev.rondel.shell.line.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lines that somebody types at a terminal. */
record TypedLines(LineRunner runner, Names names) {

  private static final String STATE_VARIABLE = "XDG_STATE_HOME";

  /** Until the user leaves. A Ctrl-C interrupts this thread while a command runs on it. */
  int run() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      System.out.println(
          "Commands are as behind 'rondel'. Tab completes, help tells more, Ctrl-D leaves.");
      run(terminal, historyFile());
      return ExitCode.OK;
    }
  }

  void run(Terminal terminal, Path historyFile) {
    LineReader reader = reader(terminal, historyFile);
    Thread here = Thread.currentThread();
    terminal.handle(Terminal.Signal.INT, _ -> here.interrupt());
    int exit = ExitCode.OK;
    while (!runner.isLeaving()) {
      try {
        String line = reader.readLine(prompt(exit).toAnsi(terminal));
        System.setProperty("rondel.columns", Integer.toString(terminal.getColumns()));
        exit = runner.run(Words.of(line).texts());
      } catch (UserInterruptException lineAborted) {
        exit = ExitCode.OK;
      } catch (EndOfFileException leaves) {
        return;
      } finally {
        Thread.interrupted(); // by a Ctrl-C that came as the command ended
      }
    }
  }

  private LineReader reader(Terminal terminal, Path historyFile) {
    Set<String> known = new HashSet<>(runner.commands().getSubcommands().keySet());
    known.add(LineRunner.PROGRAM);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("rondel")
            .parser(new LineParser())
            .completer(new LineCompleter(runner::commands, names))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "      > ")
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_IGNORE_SPACE, true)
            .option(Option.AUTO_FRESH_LINE, true);
    if (Console.mayColour()) {
      builder.highlighter(new LineHighlighter(known));
    }
    try {
      Files.createDirectories(historyFile.toAbsolutePath().getParent());
      builder.variable(LineReader.HISTORY_FILE, historyFile);
    } catch (IOException notKept) {
      System.err.println("rondel: the history is not kept: " + notKept);
    }
    return builder.build();
  }

  /** In the user's directory for state. */
  private static Path historyFile() {
    String state = System.getenv(STATE_VARIABLE);
    Path home =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return home.resolve("rondel").resolve("history");
  }

  private static AttributedString prompt(int exit) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    boolean colours = Console.mayColour();
    return new AttributedStringBuilder()
        .append("rondel", colours ? plain.bold() : plain)
        .append(
            "> ", colours && exit != ExitCode.OK ? plain.foreground(AttributedStyle.RED) : plain)
        .toAttributedString();
  }
}
