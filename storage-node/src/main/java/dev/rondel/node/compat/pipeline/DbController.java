package dev.rondel.node.compat.pipeline;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.ApiDocs;
import dev.rondel.node.web.Bodies;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Limits;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /db/KEY}: put, get and delete, all of which answer 200; and {@code /db}, the keys that
 * this node is head of.
 */
@RestController
@Tag(name = ApiDocs.COMPATIBILITY)
final class DbController {

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] NOTHING = {};
  private static final Value MISSING = Value.of(NOTHING, Value.BINARY);

  /** What curl says of a body of which it was told nothing. */
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final int LONGEST_CONTENT_TYPE = 255;

  private final Gateway gateway;
  private final Limits limits;
  private final Duration timeout;
  private final Keys keys;

  DbController(Gateway gateway, NodeProperties properties, Limits limits) {
    this.gateway = gateway;
    this.limits = limits;
    this.timeout = properties.requests().timeout();
    this.keys = new Keys(limits);
  }

  @RequestMapping(
      path = "/db/",
      method = {RequestMethod.PUT, RequestMethod.POST})
  ResponseEntity<Void> put(HttpServletRequest request) {
    Key key = keys.ofPathOf(request);
    byte[] body = Bodies.read(request, limits.valueSize(), ErrorCode.VALUE_TOO_LARGE);
    var value = Value.of(body, contentType(request.getContentType()));
    return switch (gateway.execute(new Operation.Put(key, value, 0, Condition.ALWAYS, timeout))) {
      case Outcome.Stored _ -> ResponseEntity.ok().build();
      case Outcome other -> throw Problem.of(other);
    };
  }

  private static String contentType(@Nullable String given) {
    boolean saysNothing =
        given == null
            || given.isBlank()
            || given.length() > LONGEST_CONTENT_TYPE
            || given.toLowerCase(Locale.ROOT).startsWith(FORM);
    return saysNothing ? Value.BINARY : String.valueOf(given);
  }

  @GetMapping("/db/")
  void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Value value =
        switch (gateway.execute(new Operation.Get(keys.ofPathOf(request), timeout))) {
          case Outcome.Found found -> Objects.requireNonNull(found.pair().value());
          case Outcome.Missing _ -> MISSING;
          case Outcome other -> throw Problem.of(other);
        };
    response.setContentType(value.contentType()); // as it was given, whatever that is
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(value.size());
    response.getOutputStream().write(value.bytes());
  }

  @DeleteMapping("/db/")
  ResponseEntity<Void> delete(HttpServletRequest request) {
    var operation = new Operation.Delete(keys.ofPathOf(request), Condition.ALWAYS, timeout);
    return switch (gateway.execute(operation)) {
      case Outcome.Deleted _, Outcome.Missing _ -> ResponseEntity.ok().build();
      case Outcome other -> throw Problem.of(other);
    };
  }

  /** Together the nodes name every key once. */
  @GetMapping("/db")
  ResponseEntity<byte[]> keys() {
    var lines = new ByteArrayOutputStream();
    gateway.forEachPage(
        NOTHING, limits.listSize(), true, page -> page.forEach(listed -> append(lines, listed)));
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(lines.toByteArray());
  }

  private static void append(ByteArrayOutputStream lines, Listed listed) {
    if (lines.size() > 0) {
      lines.writeBytes(CRLF);
    }
    lines.writeBytes(listed.key().bytes());
  }
}
