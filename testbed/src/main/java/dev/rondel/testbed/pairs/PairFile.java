package dev.rondel.testbed.pairs;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/**
 * Pairs in a CSV file with the header {@code key,value}. Where a pair is not text, there is a third
 * column {@code encoding}, with {@code text} or {@code base64} for key and value together.
 */
public final class PairFile {

  private static final String TEXT = "text";
  private static final String BASE64 = "base64";

  private PairFile() {}

  public static void write(Path file, List<TestPair> pairs) throws IOException {
    Files.writeString(file, toCsv(pairs));
  }

  public static List<TestPair> read(Path file) throws IOException {
    try {
      return fromCsv(Files.readString(file));
    } catch (CharacterCodingException notUtf8) {
      throw new IOException(file + " is not UTF-8", notUtf8);
    } catch (IllegalArgumentException malformed) {
      throw new IOException(file + ", " + malformed.getMessage(), malformed);
    }
  }

  static String toCsv(List<TestPair> pairs) {
    boolean encoded = !pairs.stream().allMatch(TestPair::isText);
    var out = new StringBuilder();
    Csv.append(out, encoded ? List.of("key", "value", "encoding") : List.of("key", "value"));
    for (TestPair pair : pairs) {
      if (!encoded) {
        Csv.append(out, List.of(text(pair.key().bytes()), text(pair.value().bytes())));
      } else if (pair.isText()) {
        Csv.append(out, List.of(text(pair.key().bytes()), text(pair.value().bytes()), TEXT));
      } else {
        Csv.append(out, List.of(base64(pair.key().bytes()), base64(pair.value().bytes()), BASE64));
      }
    }
    return out.toString();
  }

  static List<TestPair> fromCsv(String csv) {
    List<Csv.Row> rows = Csv.parse(csv);
    if (rows.isEmpty()
        || rows.getFirst().fields().size() < 2
        || !rows.getFirst().fields().getFirst().equals("key")) {
      throw new IllegalArgumentException(
          "line 1: the header is not key,value or key,value,encoding");
    }
    int columns = rows.getFirst().fields().size();
    var pairs = new ArrayList<TestPair>();
    var keys = new HashSet<>();
    for (Csv.Row row : rows.subList(1, rows.size())) {
      if (row.fields().size() != columns) {
        throw new IllegalArgumentException(
            "line "
                + row.line()
                + ": "
                + row.fields().size()
                + " fields where the header has "
                + columns);
      }
      TestPair pair = pair(row);
      if (!keys.add(pair.key())) {
        throw new IllegalArgumentException(
            "line " + row.line() + ": the key " + pair.key() + " comes twice");
      }
      pairs.add(pair);
    }
    return List.copyOf(pairs);
  }

  private static TestPair pair(Csv.Row row) {
    String key = row.fields().get(0);
    String value = row.fields().get(1);
    String encoding = row.fields().size() > 2 ? row.fields().get(2) : TEXT;
    if (key.isEmpty()) {
      throw new IllegalArgumentException("line " + row.line() + ": the key is empty");
    }
    try {
      return switch (encoding) {
        case TEXT -> TestPair.ofText(key, value);
        case BASE64 ->
            TestPair.ofBytes(Base64.getDecoder().decode(key), Base64.getDecoder().decode(value));
        default ->
            throw new IllegalArgumentException(
                "encoding '" + encoding + "' is neither text nor base64");
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + row.line() + ": " + e.getMessage(), e);
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
