package dev.rondel.node.resp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command comes to. */
sealed interface Reply {

  Reply OK = new Status("OK");
  Reply NIL = new Nil();

  record Status(String text) implements Reply {}

  record Failure(String text) implements Reply {}

  record Count(long value) implements Reply {}

  record Bulk(byte[] bytes) implements Reply {}

  record Nil() implements Reply {}

  record Items(List<Reply> items) implements Reply {}

  record Fields(Map<String, Reply> fields) implements Reply {}

  static Reply bulk(String text) {
    return new Bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply bulk(byte @Nullable [] bytes) {
    return bytes == null ? NIL : new Bulk(bytes);
  }

  static Reply done(boolean done) {
    return new Count(done ? 1 : 0);
  }

  static Reply bulks(List<byte[]> all) {
    return new Items(all.stream().<Reply>map(Bulk::new).toList());
  }

  /** Names and values by turns. */
  static Reply fields(Object... all) {
    var fields = new LinkedHashMap<String, Reply>();
    for (int i = 0; i < all.length; i += 2) {
      Object value = all[i + 1];
      fields.put(
          (String) all[i],
          value instanceof Reply reply
              ? reply
              : value instanceof Long number ? new Count(number) : bulk(value.toString()));
    }
    return new Fields(fields);
  }
}
