package dev.rondel.testbed;

import dev.rondel.testbed.pairs.PairFile;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes pairs into a CSV file (RFC 4180, UTF-8) with the header key,value.",
      "The same options give the same bytes, everywhere and always.",
      "With --awkward there is a third column, encoding: text, or base64 for keys and values that"
          + " are not text."
    },
    footer = {
      "",
      "Examples:",
      "  rondel testbed generate",
      "  rondel testbed generate --pairs 10000 --seed 7 --value-size 1024 --out big.csv",
      "  rondel testbed generate --awkward           slashes, dots, quotes, newlines, emoji, bytes,"
          + " …"
    })
final class GenerateCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--out", "--file"},
      paramLabel = "FILE",
      description = "The file; it is replaced. Default: ${DEFAULT-VALUE}.",
      defaultValue = RunCommand.DEFAULT_FILE)
  private Path out = Path.of(RunCommand.DEFAULT_FILE);

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      defaultValue = "16",
      description = "Bytes of a key, 12 to 1,024. Default: ${DEFAULT-VALUE}.")
  private int keySize;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "100",
      description = "Bytes of a value, 0 to 1,048,576. Default: ${DEFAULT-VALUE}.")
  private int valueSize;

  @Option(
      names = "--awkward",
      description = "Every second pair is one that something on the way might break.")
  private boolean awkward;

  @Option(names = "--json", description = "Say what was written as JSON.")
  private boolean json;

  private record Generated(String file, int pairs, long bytes, long seed) {}

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PairShape shape;
    try {
      shape = new PairShape(pairs, seed, keySize, valueSize, awkward);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
    try {
      PairFile.write(out, PairGenerator.generate(shape));
      long bytes = Files.size(out);
      spec.commandLine()
          .getOut()
          .print(
              json
                  ? Json.of(new Generated(out.toString(), pairs, bytes, seed))
                  : "%s: %,d pairs, %,d bytes, seed %d%n".formatted(out, pairs, bytes, seed));
      return ExitCode.OK;
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, out + " cannot be written: " + e);
    }
  }
}
