package dev.rondel.shell;

import dev.rondel.client.Condition;
import dev.rondel.client.RondelClient;
import dev.rondel.client.WriteOptions;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description = "Stores a pair. It returns when the value is durable on every replica.",
    footer = {
      "",
      "Examples:",
      "  rondel put hello world",
      "  rondel put photo @photo.jpg --type image/jpeg",
      "  date | rondel put now -",
      "  rondel put lock me --if-absent --ttl 30"
    })
final class PutCommand implements Callable<Integer> {

  private static final String TEXT = "text/plain;charset=UTF-8";

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();
  @Mixin private final ViaOption via = new ViaOption();

  @Parameters(index = "0", paramLabel = "KEY", description = "Any text.")
  private String key = "";

  @Parameters(
      index = "1",
      paramLabel = "VALUE|-|@FILE",
      description = "Text, or '-' for standard input, or '@' and the name of a file.")
  private String value = "";

  @Option(
      names = "--literal",
      description = "Take VALUE as it is, also where it is '-' or begins with '@'.")
  private boolean literal;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The content type, which is kept with the value.")
  private @Nullable String type;

  @Option(names = "--ttl", paramLabel = "SECONDS", description = "After so long the pair is gone.")
  private @Nullable Integer ttl;

  @ArgGroup private @Nullable When when;

  private static final class When {
    @Option(names = "--if-absent", description = "Only where there is no such key.")
    private boolean absent;

    @Option(names = "--if-present", description = "Only where there is such a key.")
    private boolean present;

    @Option(
        names = "--if-version",
        paramLabel = "N",
        description = "Only where this is the version, as --json tells it.")
    private @Nullable Long version;

    Condition condition() {
      if (version != null) {
        return Condition.ifVersion(new Version(version));
      }
      return absent ? Condition.ifAbsent() : present ? Condition.ifPresent() : Condition.always();
    }
  }

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    if (key.isEmpty()) {
      throw Failure.usage("a key has at least one byte");
    }
    if (ttl != null && ttl < 1) {
      throw Failure.usage("--ttl is at least 1, not " + ttl);
    }
    var how =
        new WriteOptions(
            when == null ? Condition.always() : when.condition(),
            ttl == null ? null : Duration.ofSeconds(ttl));
    Value content = content();
    try (RondelClient client = options.connect(via::in)) {
      return WriteResult.report(
          Key.of(key), client.put(Key.of(key), content, how), options.json(), console);
    }
  }

  private Value content() throws IOException {
    if (!literal && value.equals("-")) {
      return Value.of(
          Objects.requireNonNull(parent).input().readAllBytes(),
          type == null ? Value.BINARY : type);
    }
    if (!literal && value.startsWith("@")) {
      try {
        return Value.of(
            Files.readAllBytes(Path.of(value.substring(1))), type == null ? Value.BINARY : type);
      } catch (NoSuchFileException none) {
        throw Failure.usage(
            "there is no file "
                + value.substring(1)
                + " (for a value that begins with '@': --literal)");
      }
    }
    return Value.of(value.getBytes(StandardCharsets.UTF_8), type == null ? TEXT : type);
  }
}
