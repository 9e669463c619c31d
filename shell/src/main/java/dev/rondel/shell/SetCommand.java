package dev.rondel.shell;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = "Sets a server's own name, which is kept there and nowhere else.",
    footer = {"", "Example:", "  rondel --server localhost:3000 set motd 'be welcome'"})
final class SetCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final LocalOptions options = new LocalOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Any text.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "Any text.")
  private String value = "";

  @Override
  public Integer call() {
    var server = new OneServer(Objects.requireNonNull(parent).system().requiredServer("set"));
    server.set(name, value.getBytes(StandardCharsets.UTF_8));
    options.console().done();
    return ExitCode.OK;
  }
}
