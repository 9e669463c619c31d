package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import dev.rondel.shell.line.Names;
import dev.rondel.view.Member;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The names of a running cluster, asked anew each time, for a moment at most. */
record ClusterNames(ClusterOptions options) implements Names {

  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final int MOST_KEYS = 60;

  private interface Question {
    List<String> ask(RondelClient client) throws IOException;
  }

  @Override
  public List<String> nodes() {
    return ask(
        client ->
            client.view().members().stream()
                .filter(member -> member.up() || member.standing() != Member.Standing.OUT)
                .map(member -> member.id().value())
                .toList());
  }

  @Override
  public List<String> keys(String prefix) {
    return ask(
        client -> {
          Optional<URI> node =
              client.view().members().stream()
                  .filter(Member::up)
                  .findAny()
                  .flatMap(client::addressOf);
          return node.isEmpty()
              ? List.of()
              : client.at(node.get()).keys(prefix, MOST_KEYS, PATIENCE).stream()
                  .map(Key::toString)
                  .filter(key -> key.startsWith(prefix) && isPrintable(key))
                  .toList();
        });
  }

  private static boolean isPrintable(String key) {
    return key.chars().noneMatch(Character::isISOControl);
  }

  private List<String> ask(Question question) {
    try (RondelClient client = options.connect(usual -> usual.withTimeout(PATIENCE))) {
      return question.ask(client);
    } catch (Failure | IOException nobodyTells) {
      return List.of();
    }
  }
}
