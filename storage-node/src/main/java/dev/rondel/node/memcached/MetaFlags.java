package dev.rondel.node.memcached;

import dev.rondel.pair.Key;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The key of a meta command and its flags: letters, some of them with a token behind. */
final class MetaFlags {

  private static final int LONGEST_OPAQUE = 32;

  private final String word;
  private final Key key;
  private final Map<Character, String> tokens;

  private MetaFlags(String word, Key key, Map<Character, String> tokens) {
    this.word = word;
    this.key = key;
    this.tokens = tokens;
  }

  /**
   * @param word the key
   * @param allowed the letters that mean something
   */
  static MetaFlags parse(String word, List<String> flags, String allowed) {
    if (word.isEmpty() || word.length() > CommandDecoder.LONGEST_KEY) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    var tokens = new LinkedHashMap<Character, String>();
    for (String flag : flags) {
      if (allowed.indexOf(flag.charAt(0)) < 0) {
        throw new ErrorLine("CLIENT_ERROR invalid flag");
      }
      if (tokens.put(flag.charAt(0), flag.substring(1)) != null) {
        throw new ErrorLine("CLIENT_ERROR duplicate flag");
      }
    }
    if (tokens.getOrDefault('O', "").length() > LONGEST_OPAQUE) {
      throw new ErrorLine("CLIENT_ERROR opaque token too long");
    }
    return new MetaFlags(word, key(word, tokens.containsKey('b')), tokens);
  }

  private static Key key(String word, boolean isBase64) {
    if (!isBase64) {
      return Items.key(word);
    }
    try {
      return Items.key(
          new String(
              Base64.getDecoder().decode(word.getBytes(StandardCharsets.ISO_8859_1)),
              StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException notBase64) {
      throw new ErrorLine("CLIENT_ERROR error decoding key");
    }
  }

  Key key() {
    return key;
  }

  boolean has(char flag) {
    return tokens.containsKey(flag);
  }

  /** The token of a flag, as a number of 64 bits; empty where the flag is not there. */
  OptionalLong number(char flag) {
    String token = tokens.get(flag);
    if (token == null) {
      return OptionalLong.empty();
    }
    return orBadToken(Numbers.unsigned64(token));
  }

  /** The moment that the token of a flag gives, in epoch milliseconds, or {@code otherwise}. */
  long time(char flag, long now, long otherwise) {
    String token = tokens.get(flag);
    return token == null ? otherwise : orBadToken(Numbers.expiresAt(token, now)).getAsLong();
  }

  private static OptionalLong orBadToken(OptionalLong number) {
    if (number.isEmpty()) {
      throw new ErrorLine("CLIENT_ERROR bad token in command line format");
    }
    return number;
  }

  /** The token of {@code M}: one character, or {@code otherwise} where there is none. */
  char mode(char otherwise) {
    String token = tokens.get('M');
    if (token == null) {
      return otherwise;
    }
    if (token.length() != 1) {
      throw new ErrorLine("CLIENT_ERROR incorrect length for M token");
    }
    return token.charAt(0);
  }

  /** What is told of an item. */
  interface Told {
    /** The token behind this flag in an answer; null where the answer does not have it. */
    @Nullable String of(char flag);
  }

  /** The flags of an answer, each with a space in front, in the order in which they were asked. */
  String answer(Told told) {
    var text = new StringBuilder();
    for (char flag : tokens.keySet()) {
      String token =
          switch (flag) {
            case 'O' -> tokens.get('O');
            case 'k' -> word;
            case 'b' -> "";
            default -> told.of(flag);
          };
      if (token != null) {
        text.append(' ').append(flag).append(token);
      }
    }
    return text.toString();
  }
}
