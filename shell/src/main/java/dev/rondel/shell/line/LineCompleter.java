package dev.rondel.shell.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.builtins.Completers.FilesCompleter;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completes commands, their options and what follows: what a parameter is called in the help says
 * what it can be, {@code NODE}, {@code KEY}, {@code FILE}, {@code COMMAND}.
 */
public final class LineCompleter implements Completer {

  private final Supplier<CommandLine> commands;
  private final Names names;
  private final Completer files = new FilesCompleter(Path.of(""));

  /**
   * @param commands those that there are
   */
  public LineCompleter(Supplier<CommandLine> commands, Names names) {
    this.commands = commands;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> before = line.words().subList(0, line.wordIndex());
    String begun = line.word().substring(0, line.wordCursor());
    CommandSpec spec = commands.get().getCommandSpec();
    int behind = 0; // the command
    for (int at = 0; at < before.size(); at++) {
      CommandLine command = spec.subcommands().get(before.get(at));
      if (command != null) {
        spec = command.getCommandSpec();
        behind = at + 1;
      }
    }
    List<String> arguments = before.subList(behind, before.size());
    ArgSpec valueOf = arguments.isEmpty() ? null : optionWaiting(spec, arguments.getLast());
    if (valueOf != null) {
      values(valueOf, begun, reader, line, candidates);
    } else if (begun.startsWith("-")) {
      options(spec, candidates);
    } else if (!spec.subcommands().isEmpty()) {
      commands(spec, candidates);
    } else {
      ArgSpec parameter = parameterAfter(spec, arguments);
      if (parameter != null) {
        values(parameter, begun, reader, line, candidates);
      }
    }
  }

  /** The option that this word is, if a value has to follow. */
  private static @Nullable OptionSpec optionWaiting(CommandSpec spec, String word) {
    OptionSpec option = spec.optionsMap().get(word);
    return option != null && option.arity().min() > 0 ? option : null;
  }

  private static @Nullable ArgSpec parameterAfter(CommandSpec spec, List<String> arguments) {
    int given = 0;
    for (int i = 0; i < arguments.size(); i++) {
      boolean isValue = i > 0 && optionWaiting(spec, arguments.get(i - 1)) != null;
      if (!isValue && !arguments.get(i).startsWith("-")) {
        given++;
      }
    }
    int index = given;
    return spec.positionalParameters().stream()
        .filter(parameter -> parameter.index().contains(index))
        .findFirst()
        .orElse(null);
  }

  private void values(
      ArgSpec what, String begun, LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> values =
        switch (what.paramLabel()) {
          case "NODE" -> names.nodes();
          case "KEY" -> names.keys(begun);
          case "COMMAND" -> List.copyOf(commands.get().getSubcommands().keySet());
          default -> told(what);
        };
    values.forEach(value -> candidates.add(new Candidate(value)));
    if (what.type().equals(Path.class) || what.paramLabel().equals("FILE")) {
      files.complete(reader, line, candidates);
    }
  }

  /** The values that the command itself names. */
  private static List<String> told(ArgSpec what) {
    List<String> told = new ArrayList<>();
    if (what.completionCandidates() != null) {
      what.completionCandidates().forEach(told::add);
    }
    return told;
  }

  private static void options(CommandSpec spec, List<Candidate> candidates) {
    spec.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> candidates.add(candidate(option.longestName(), option.description())));
  }

  private static void commands(CommandSpec spec, List<Candidate> candidates) {
    spec.subcommands()
        .forEach(
            (name, command) ->
                candidates.add(
                    candidate(name, command.getCommandSpec().usageMessage().description())));
  }

  private static Candidate candidate(String value, String[] description) {
    String first = description.length == 0 ? "" : description[0].split("(?<=[.:])\\s", 2)[0];
    return new Candidate(value, value, null, first, null, null, true);
  }
}
