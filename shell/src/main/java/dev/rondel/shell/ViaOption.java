package dev.rondel.shell;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.Route;
import dev.rondel.ring.NodeId;
import dev.rondel.wire.Via;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --via}: how an operation on one key gets to its node. */
final class ViaOption {

  @Option(
      names = "--via",
      paramLabel = "WAY",
      converter = Way.class,
      description =
          "'fingers': begin at any node, and go on from finger to finger; the way is told too. Else"
              + " straight to a replica.")
  private Via via = Via.DIRECT;

  private static final class Way implements ITypeConverter<Via> {
    @Override
    public Via convert(String name) {
      return Via.named(name).orElseThrow(() -> new TypeConversionException("it is " + Via.CHOICE));
    }
  }

  ClientOptions in(ClientOptions usual) {
    return usual.withVia(via);
  }

  /** Tells the way, where the operation went one of its own. */
  static void tell(Route route, Console console) {
    if (!route.path().isEmpty()) {
      console.line(
          "way " + route.path().stream().map(NodeId::value).collect(Collectors.joining(" -> ")));
    }
  }
}
