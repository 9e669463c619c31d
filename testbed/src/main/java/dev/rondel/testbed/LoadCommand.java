package dev.rondel.testbed;

import dev.rondel.testbed.pairs.PairFile;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Loading;
import dev.rondel.testbed.verify.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Stores pairs: those of a CSV file with the header key,value, or so many generated ones. A"
          + " pair that is there already gets its new value.",
      "It does not read them back; 'rondel testbed run' does."
    },
    footer = {
      "",
      "Examples:",
      "  rondel load pairs.csv",
      "  rondel load --pairs 10000 --value-size 1000",
      "",
      "Exit codes:",
      "  0 all stored, 1 some not, 2 wrong usage, 3 nobody answers, 130 interrupted"
    })
final class LoadCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_TOLD = 10;

  @Mixin private final TargetOptions target = new TargetOptions();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  private static final class Source {
    @Parameters(
        paramLabel = "FILE",
        description = "The pairs, as 'rondel testbed generate' writes them.")
    private @Nullable Path file;

    @Option(names = "--pairs", paramLabel = "N", description = "Generate so many.")
    private @Nullable Integer pairs;
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of generated pairs. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "100",
      description = "Of generated pairs. Default: ${DEFAULT-VALUE}.")
  private int valueSize;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "16",
      description = "Requests at once. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--json", description = "The result as JSON; nothing else on standard output.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<TestPair> pairs = pairs();
    var progress = Progress.on(System.err, Boolean.getBoolean("rondel.terminal.err"));
    Target cluster = target.connect();
    try (var interruption = new Interruption(PATIENCE);
        var _ = cluster.client()) {
      Crew crew = crew(interruption);
      Loading.Result result = new Loading(cluster.client(), crew, progress).load(pairs);
      tell(result, pairs.size());
      return crew.stop().get()
          ? ExitCode.INTERRUPTED
          : result.stored() == pairs.size() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private Crew crew(Interruption interruption) {
    try {
      return new Crew(threads, interruption.stop());
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private List<TestPair> pairs() {
    try {
      if (source.pairs != null) {
        return PairGenerator.generate(
            new PairShape(source.pairs, seed, PairShape.DEFAULT.keySize(), valueSize, false));
      }
      Path file = source.file;
      if (file == null || !Files.exists(file)) {
        throw new Failure(ExitCode.USAGE, "there is no file " + file);
      }
      return PairFile.read(file);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    } catch (IOException unreadable) {
      throw new Failure(ExitCode.USAGE, "the pairs cannot be read: " + unreadable.getMessage());
    }
  }

  private void tell(Loading.Result result, int wanted) {
    var out = spec.commandLine().getOut();
    double seconds = result.took().toNanos() / 1e9;
    if (json) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("pairs", wanted);
      told.put("stored", result.stored());
      told.put("seconds", seconds);
      told.put("failures", result.failures());
      out.print(Json.of(told));
    } else {
      result.failures().stream().limit(MOST_TOLD).forEach(out::println);
      if (result.failures().size() > MOST_TOLD) {
        out.println("… and %,d more".formatted(result.failures().size() - MOST_TOLD));
      }
      out.println(
          String.format(
              Locale.ROOT,
              "%,d of %,d pairs stored in %.1f s (%,.0f a second)",
              result.stored(),
              wanted,
              seconds,
              result.stored() / Math.max(seconds, 1e-3)));
    }
    out.flush();
  }
}
