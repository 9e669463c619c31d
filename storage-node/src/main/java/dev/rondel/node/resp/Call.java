package dev.rondel.node.resp;

import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.node.web.Limits;
import dev.rondel.pair.Key;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One command with its words, as the commands read them.
 *
 * @param name in lower case
 */
record Call(String name, List<byte[]> words, Session session, Limits limits) {

  int size() {
    return words.size();
  }

  byte[] bytes(int place) {
    return words.get(place);
  }

  /** In ISO 8859-1: one character for each byte. */
  String text(int place) {
    return new String(words.get(place), StandardCharsets.ISO_8859_1);
  }

  /** An option, in upper case. */
  String option(int place) {
    return text(place).toUpperCase(Locale.ROOT);
  }

  Key key(int place) {
    byte[] bytes = words.get(place);
    if (bytes.length == 0 || bytes.length > limits.keySize().toBytes()) {
      throw new RespError("ERR a key has 1 to " + limits.keySize().toBytes() + " bytes");
    }
    if (ReservedKeys.isReserved(bytes)) {
      throw new RespError("ERR key-reserved: " + ReservedKeys.REFUSAL);
    }
    return Key.of(bytes);
  }

  /** All words from here on, as keys. */
  List<Key> keysFrom(int place) {
    return IntStream.range(place, size()).mapToObj(this::key).toList();
  }

  long number(int place) {
    Long number = Numbers.integer(text(place));
    if (number == null) {
      throw new RespError(RespError.NOT_AN_INTEGER);
    }
    return number;
  }

  RespError wrongNumber() {
    return RespError.wrongNumber(name);
  }
}
