package dev.rondel.node.files;

import java.util.List;

/**
 * What a file is: the pair that makes chunks a file.
 *
 * @param size in bytes
 * @param chunkSize the size of each chunk but the last, which has the rest
 * @param sha256 of the content, in hexadecimal digits
 * @param modified epoch milliseconds
 * @param parts in the order of their chunks, without gaps
 */
public record Manifest(
    long size, int chunkSize, String sha256, String contentType, long modified, List<Part> parts) {

  public Manifest {
    parts = List.copyOf(parts);
    if (size < 0 || chunkSize < 1) {
      throw new IllegalArgumentException("no manifest of " + size + " bytes by " + chunkSize);
    }
    long chunks = Math.ceilDiv(size, chunkSize);
    if (parts.stream().mapToLong(Part::count).sum() != chunks) {
      throw new IllegalArgumentException(parts + " are not " + chunks + " chunks");
    }
  }

  public long chunks() {
    return Math.ceilDiv(size, chunkSize);
  }

  public int sizeOf(long chunk) {
    return (int) Math.min(chunkSize, size - chunk * chunkSize);
  }

  Part partOf(long chunk) {
    return parts.stream().filter(part -> chunk < part.end()).findFirst().orElseThrow();
  }

  boolean names(String partId) {
    return parts.stream().anyMatch(part -> part.id().equals(partId));
  }
}
