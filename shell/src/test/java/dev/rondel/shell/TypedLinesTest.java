package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rondel.shell.line.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A shell at a terminal, whose keys are pressed here. */
@Timeout(60)
@Isolated("it takes the standard error of the process")
class TypedLinesTest {

  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  private static final Names NONE =
      new Names() {
        @Override
        public List<String> nodes() {
          return List.of("node_3000");
        }

        @Override
        public List<String> keys(String prefix) {
          return List.of();
        }
      };

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @TempDir private Path directory;
  private LineDisciplineTerminal terminal;
  private Thread shell = Thread.currentThread();

  @BeforeEach
  void start() throws IOException {
    terminal = new LineDisciplineTerminal("test", "xterm", screen, StandardCharsets.UTF_8);
    terminal.setSize(Size.of(100, 30));
    shell =
        Thread.ofPlatform()
            .start(
                () ->
                    new TypedLines(new LineRunner(new ClusterOptions()), NONE)
                        .run(terminal, directory.resolve("state").resolve("history")));
  }

  @AfterEach
  void stop() throws IOException {
    terminal.close();
  }

  private void press(String keys) throws IOException {
    terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
  }

  /** Only from there on Ctrl-C belongs to the line. */
  private void awaitPrompt() throws InterruptedException {
    while (!screen.toString(StandardCharsets.UTF_8).contains("rondel")) {
      Thread.sleep(10);
    }
  }

  @Test
  void tabCompletesTheCommand() throws Exception {
    awaitPrompt();
    press("exi\t\r");
    shell.join();
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("exit");
  }

  @Test
  void linesAreKeptForTheNextTime() throws Exception {
    awaitPrompt();
    press("help get\r help put\r" + CTRL_D);
    shell.join();
    assertThat(Files.readString(directory.resolve("state").resolve("history")))
        .contains("help get")
        .doesNotContain("help put");
  }

  @Test
  void ctrlCAbortsTheLine() throws Exception {
    awaitPrompt();
    press("help get" + CTRL_C + "exit\r");
    shell.join();
    assertThat(Files.readString(directory.resolve("state").resolve("history")))
        .contains("exit")
        .doesNotContain("help get");
  }

  @Test
  void ctrlCEndsTheCommandThatRunsAndNotTheShell() throws Exception {
    var asked = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", _ -> asked.countDown()); // and never answers
    server.start();
    PrintStream err = System.err;
    var complaints = new ByteArrayOutputStream();
    System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
    try {
      press("ring --coordinator http://localhost:" + server.getAddress().getPort() + "\r");
      asked.await();
      press(CTRL_C + "exit\r");
      shell.join();
    } finally {
      System.setErr(err);
      server.stop(0);
    }
    assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("interrupted");
  }
}
