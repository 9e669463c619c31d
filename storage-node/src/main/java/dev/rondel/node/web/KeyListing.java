package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /kv?cursor=&prefix=&limit=&local=}: keys in ring order, a page at a time.
 *
 * <p>The answer is {@code {"entries": [{"key": …, "version": "…", "size": …}], "next": "…"}}. A key
 * that is no UTF-8 comes as {@code key64}. Without {@code next} the listing is at its end. Versions
 * are strings: they have 64 bits.
 */
final class KeyListing {

  private static final int DEFAULT_LIMIT = 100;
  private static final byte[] NO_PREFIX = {};

  private final Gateway gateway;
  private final Limits limits;
  private final JsonMapper json;

  KeyListing(Gateway gateway, Limits limits, JsonMapper json) {
    this.gateway = gateway;
    this.limits = limits;
    this.json = json;
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String cursor = parameter(request, "cursor");
    var page =
        gateway.list(
            cursor == null ? null : new Cursor(decode("cursor", cursor)),
            prefix(parameter(request, "prefix"), parameter(request, "prefix64")),
            limit(parameter(request, "limit")),
            flag("local", parameter(request, "local")));
    byte[] body = json.writeValueAsBytes(render(page));
    response.setContentType("application/json");
    response.setContentLength(body.length);
    if (request.getMethod().equals("GET")) {
      response.getOutputStream().write(body);
    }
  }

  private static Map<String, Object> render(Page page) {
    var entries = new ArrayList<Map<String, Object>>(page.entries().size());
    for (Listed listed : page.entries()) {
      var entry = new LinkedHashMap<String, Object>();
      byte[] key = listed.key().bytes();
      String text = Keys.textOf(key);
      entry.put(text == null ? "key64" : "key", text == null ? Keys.encode64(key) : text);
      entry.put("version", Long.toString(listed.version().value()));
      entry.put("size", listed.size());
      entries.add(entry);
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("entries", entries);
    Cursor next = page.next();
    if (next != null) {
      body.put("next", Keys.encode64(next.position()));
    }
    return body;
  }

  /** Empty counts as not given, so that a form with empty fields works. */
  private static @Nullable String parameter(HttpServletRequest request, String name) {
    String value;
    try {
      value = request.getParameter(name);
    } catch (IllegalStateException unreadable) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "The query is not percent-encoded UTF-8.");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  private static byte[] prefix(@Nullable String text, @Nullable String base64) {
    if (text != null && base64 != null) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "'prefix' and 'prefix64' exclude each other.");
    }
    if (text != null) {
      return Keys.utf8(text);
    }
    return base64 == null ? NO_PREFIX : decode("prefix64", base64);
  }

  private int limit(@Nullable String text) {
    if (text == null) {
      return Math.min(DEFAULT_LIMIT, limits.listSize());
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= limits.listSize()) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Problem.of(ErrorCode.BAD_PARAMETER, "'limit' is 1 to " + limits.listSize() + ".");
  }

  private static boolean flag(String name, @Nullable String text) {
    return switch (text) {
      case null -> false;
      case "false" -> false;
      case "true" -> true;
      default -> throw Problem.of(ErrorCode.BAD_PARAMETER, "'" + name + "' is true or false.");
    };
  }

  private static byte[] decode(String name, String base64) {
    try {
      return Keys.decode64(base64);
    } catch (Problem notBase64) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "'" + name + "' is not base64url.");
    }
  }
}
