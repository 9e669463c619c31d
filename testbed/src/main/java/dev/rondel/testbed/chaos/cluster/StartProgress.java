package dev.rondel.testbed.chaos.cluster;

import dev.rondel.testbed.terminal.Progress;
import java.util.function.Consumer;

/** Tells how the servers start, as the testbed tells things. */
public record StartProgress(Progress progress, Consumer<String> out)
    implements dev.rondel.shell.cluster.Progress {

  @Override
  public void line(String text) {
    progress.close();
    out.accept(text);
  }

  @Override
  public void waiting(String text) {
    progress.say(text);
  }
}
