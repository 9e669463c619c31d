package dev.rondel.node.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code POST /kv:batch}: what comes in. */
record Batch(List<Item> operations) {

  /** What one operation of a batch does. */
  enum Kind {
    get,
    put,
    delete
  }

  /**
   * One operation.
   *
   * @param op get, put or delete
   * @param key the key as text, or
   * @param key64 the key in base64url
   * @param value for put: the value as text, kept as UTF-8, or
   * @param value64 the value in base64
   * @param contentType for put: the type that readers are given; text/plain for a text, else
   *     application/octet-stream
   * @param ttl for put: seconds, or an ISO-8601 duration
   * @param ifMatch for put and delete: only where the version is this one; "*" = where the key
   *     exists
   * @param ifAbsent for put: only where the key does not exist
   */
  record Item(
      @Nullable Kind op,
      @Nullable String key,
      @Nullable String key64,
      @Nullable String value,
      @Nullable String value64,
      @Nullable String contentType,
      @Nullable JsonNode ttl,
      @Nullable String ifMatch,
      boolean ifAbsent) {}
}
