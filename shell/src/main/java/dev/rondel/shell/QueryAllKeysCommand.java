package dev.rondel.shell;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "query_all_keys",
    mixinStandardHelpOptions = true,
    description = "All names that a server keeps for itself, as a JSON array.",
    footer = {"", "Example:", "  rondel --server localhost:3000 query_all_keys"})
final class QueryAllKeysCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final LocalOptions options = new LocalOptions();

  @Override
  public Integer call() {
    var server =
        new OneServer(Objects.requireNonNull(parent).system().requiredServer("query_all_keys"));
    String names = new String(server.names(), StandardCharsets.UTF_8);
    options.console().result(names); // JSON in any case, as that system's client prints it
    return ExitCode.OK;
  }
}
