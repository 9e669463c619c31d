package dev.rondel.node.resp;

import java.util.Arrays;

/**
 * A pattern as Redis knows it: {@code *}, {@code ?}, {@code [ab]}, {@code [^a]}, {@code [a-z]}, and
 * {@code \} in front of what stands for itself. Matching never takes longer than the product of
 * both lengths.
 */
final class Glob {

  private final byte[] pattern;

  Glob(byte[] pattern) {
    this.pattern = pattern;
  }

  /** Bytes with which everything begins that matches. */
  byte[] prefix() {
    int end = 0;
    while (end < pattern.length && "*?[\\".indexOf(pattern[end]) < 0) {
      end++;
    }
    return Arrays.copyOf(pattern, end);
  }

  /** Only the last star needs to be tried again: whatever an earlier one took will do. */
  boolean matches(byte[] text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int starIn = 0;
    while (in < text.length) {
      if (at < pattern.length && pattern[at] == '*') {
        star = at++;
        starIn = in;
      } else if (at < pattern.length && matchesOne(at, text[in])) {
        at = after(at);
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++starIn;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at >= pattern.length;
  }

  /** Where the element behind the one at this place begins. */
  private int after(int at) {
    return switch (pattern[at]) {
      case '\\' -> Math.min(at + 2, pattern.length);
      case '[' -> Math.min(closing(at) + 1, pattern.length);
      default -> at + 1;
    };
  }

  private boolean matchesOne(int at, byte next) {
    return switch (pattern[at]) {
      case '?' -> true;
      case '[' -> inClass(at, Byte.toUnsignedInt(next));
      case '\\' -> next == (at + 1 < pattern.length ? pattern[at + 1] : '\\');
      default -> next == pattern[at];
    };
  }

  /** The bracket that closes the class; the end where there is none. */
  private int closing(int at) {
    int end = at + 1;
    while (end < pattern.length && pattern[end] != ']') {
      end += pattern[end] == '\\' ? 2 : 1;
    }
    return Math.min(end, pattern.length);
  }

  private boolean inClass(int at, int next) {
    int end = closing(at);
    int place = at + 1;
    boolean isNegated = place < end && pattern[place] == '^';
    if (isNegated) {
      place++;
    }
    boolean isIn = false;
    while (place < end) {
      if (pattern[place] == '\\' && place + 1 < end) {
        place++;
      }
      int from = Byte.toUnsignedInt(pattern[place]);
      int to = from;
      if (place + 2 < end && pattern[place + 1] == '-') {
        to = Byte.toUnsignedInt(pattern[place + 2]);
        place += 2;
      }
      isIn |= Math.min(from, to) <= next && next <= Math.max(from, to);
      place++;
    }
    return isIn != isNegated;
  }
}
