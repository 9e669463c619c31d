package dev.rondel.shell;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "print",
    mixinStandardHelpOptions = true,
    description = "Prints its arguments into the log of a server.",
    footer = {"", "Example:", "  rondel --server localhost:3000 print hello there"})
final class PrintCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final LocalOptions options = new LocalOptions();

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Any words.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    var server = new OneServer(Objects.requireNonNull(parent).system().requiredServer("print"));
    server.print(String.join(" ", words));
    options.console().done();
    return ExitCode.OK;
  }
}
