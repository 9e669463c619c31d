package dev.rondel.testbed.chaos.network;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a connection, in which a node says who it is: the first message of a link
 * between nodes names both ends, in plain text among whatever the transport puts around it.
 */
final class Greeting {

  private static final Pattern NODE = Pattern.compile("node_[0-9]+");

  /** Nobody greets later than this. */
  private static final int LONGEST = 16 * 1024;

  private final Party greeted;
  private final StringBuilder heard = new StringBuilder();

  Greeting(Party greeted) {
    this.greeted = greeted;
  }

  /** Who greets, as soon as it is known. */
  Optional<Party> hear(byte[] bytes, int length) {
    if (heard.length() > LONGEST) {
      return Optional.empty();
    }
    heard.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    Matcher names = NODE.matcher(heard);
    while (names.find()) {
      boolean isWhole = names.end() < heard.length();
      if (isWhole && !names.group().equals(greeted.name())) {
        return Optional.of(new Party(names.group()));
      }
    }
    return Optional.empty();
  }
}
