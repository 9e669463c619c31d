package dev.rondel.shell;

import dev.rondel.shell.line.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Lines that nobody types: from a pipe or a file.
 *
 * @param complaints where it is told which line failed
 */
record PipedLines(LineRunner runner, PrintStream complaints) {

  /** Runs all of them, also behind one that fails. 1 where one did. */
  int run(BufferedReader lines) throws IOException {
    boolean failed = false;
    String begun = "";
    int number = 0;
    int first = 1;
    for (String line = lines.readLine();
        line != null && !runner.isLeaving();
        line = lines.readLine()) {
      number++;
      first = begun.isEmpty() ? number : first;
      String whole = begun.isEmpty() ? line : begun + "\n" + line;
      Words words = Words.of(whole);
      begun = words.isFinished() ? "" : whole;
      if (words.isFinished()) {
        int exit = runner.run(words.texts());
        failed |= exit != ExitCode.OK;
        if (exit != ExitCode.OK) {
          complaints.println("rondel: line " + first + " ended with " + exit);
        }
      }
    }
    if (!begun.isEmpty()) {
      complaints.println("rondel: the quote in line " + first + " is not closed");
      failed = true;
    }
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }
}
