package dev.rondel.node.standalone;

import dev.rondel.node.runtime.NodeFiles;
import dev.rondel.pair.Pair;
import dev.rondel.proto.PairProto;
import dev.rondel.wire.Wire;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The pairs that a node takes along from a table: {@code parted-TABLE}, in the directory of its
 * next one, until they are in that.
 */
record CopyFile(Path file, String table) {

  private static final String PREFIX = "parted-";
  private static final int PAGE = 256;

  static CopyFile in(Path directory, String table) {
    return new CopyFile(directory.resolve(PREFIX + table), table);
  }

  static Optional<CopyFile> find(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(PREFIX))
          .filter(file -> !file.toString().endsWith(NodeFiles.DRAFT))
          .map(file -> new CopyFile(file, file.getFileName().toString().substring(PREFIX.length())))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What goes over all pairs, page by page. */
  @FunctionalInterface
  interface Source {
    void forEachPage(Consumer<List<Pair>> page);
  }

  /** Durable, and whole, when it returns. */
  void write(Source pairs) {
    try {
      Files.createDirectories(file.getParent());
      NodeFiles.replace(
          file, out -> pairs.forEachPage(page -> page.forEach(pair -> append(out, pair))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(OutputStream out, Pair pair) {
    try {
      Wire.toProto(pair).writeDelimitedTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void read(Consumer<List<Pair>> pages) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      var page = new ArrayList<Pair>();
      for (PairProto next = PairProto.parseDelimitedFrom(in);
          next != null;
          next = PairProto.parseDelimitedFrom(in)) {
        page.add(Wire.fromProto(next));
        if (page.size() == PAGE) {
          pages.accept(List.copyOf(page));
          page.clear();
        }
      }
      pages.accept(List.copyOf(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
