package dev.rondel.node.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The name of a file: segments of text with a slash between each two, at most {@link #LONGEST}
 * bytes in UTF-8. There are no folders: {@code a} and {@code a/b} may both be files.
 */
public record FileName(String value) {

  public static final int LONGEST = 900;

  public FileName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("A file has a name.");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException("A name has at most " + LONGEST + " bytes in UTF-8.");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A name has no control characters.");
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty()) {
        throw new IllegalArgumentException(
            "A name neither begins nor ends with a slash, and has no two in a row.");
      }
      if (List.of(".", "..").contains(segment)) {
        throw new IllegalArgumentException("No part of a name is '.' or '..'.");
      }
    }
  }

  /**
   * @throws IllegalArgumentException where the bytes are no UTF-8, or no name
   */
  public static FileName of(byte[] utf8) {
    try {
      return new FileName(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A name is UTF-8.", e);
    }
  }

  byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return value;
  }
}
