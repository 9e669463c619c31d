package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.node.runtime.ReservedKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /kv?cursor=&prefix=&limit=&local=}: keys in ring order, a page at a time.
 *
 * <p>The answer is {@code {"entries": [{"key": …, "version": "…", "size": …}], "next": "…"}}. A key
 * that is no UTF-8 comes as {@code key64}. Without {@code next} the listing is at its end. Versions
 * are strings: they have 64 bits.
 */
final class KeyListing {

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
    byte[] cursor = Parameters.base64(request, "cursor");
    var page =
        gateway.list(
            cursor == null ? null : new Cursor(cursor),
            prefix(request),
            Parameters.limit(request, limits),
            Parameters.flag(request, "local"));
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

  private static byte[] prefix(HttpServletRequest request) {
    String text = Parameters.text(request, "prefix");
    byte[] base64 = Parameters.base64(request, "prefix64");
    if (text != null && base64 != null) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "'prefix' and 'prefix64' exclude each other.");
    }
    byte[] prefix = text != null ? Keys.utf8(text) : base64 == null ? NO_PREFIX : base64;
    if (ReservedKeys.isReserved(prefix)) {
      throw Problem.of(ErrorCode.KEY_RESERVED, ReservedKeys.REFUSAL);
    }
    return prefix;
  }
}
