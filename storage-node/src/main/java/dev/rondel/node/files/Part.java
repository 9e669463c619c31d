package dev.rondel.node.files;

/**
 * A run of a file's chunks that one request has written.
 *
 * @param id 128 random bits in hexadecimal digits, which are in the keys of its chunks
 * @param first the number of its first chunk in the file
 * @param count how many chunks; 0 in an empty file
 */
public record Part(String id, long first, long count) {

  public Part {
    if (id.isEmpty() || first < 0 || count < 0) {
      throw new IllegalArgumentException("no part: " + id + " " + first + " " + count);
    }
  }

  long end() {
    return first + count;
  }
}
