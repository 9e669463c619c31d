package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.wire.Via;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /kv/KEY}: values as raw bytes under PUT, GET, HEAD and DELETE; and {@code GET /kv}, which
 * lists keys.
 *
 * <p>A plain servlet, because it is the data path: Spring MVC costs twice as much CPU a request.
 * The key comes in one of three forms: in the path, as {@link RawPathAdapter} put it aside; or in
 * base64url as {@code /kv?key64=…} or the header {@value #KEY64_HEADER} of {@code /kv}, for clients
 * that shorten {@code /kv/..} before they send it.
 */
final class KvServlet extends HttpServlet {

  static final String KEY64_HEADER = "X-Rondel-Key64";

  private static final Logger log = LoggerFactory.getLogger(KvServlet.class);
  private static final String ALLOWED = "GET, HEAD, PUT, DELETE, OPTIONS";
  private static final int LONGEST_CONTENT_TYPE = 255;

  private final transient Gateway gateway;
  private final transient Limits limits;
  private final transient Keys keys;
  private final transient Duration timeout;
  private final transient KeyListing listing;
  private final transient RequestMetrics metrics;
  private final transient ProblemWriter problems;
  private final transient InstantSource clock;

  KvServlet(
      Gateway gateway,
      Limits limits,
      Duration timeout,
      RequestMetrics metrics,
      JsonMapper json,
      InstantSource clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.keys = new Keys(limits);
    this.timeout = timeout;
    this.listing = new KeyListing(gateway, limits, json);
    this.metrics = metrics;
    this.problems = new ProblemWriter(gateway, json);
    this.clock = clock;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long started = System.nanoTime();
    String method = request.getMethod();
    Key key = null;
    String outcome;
    try {
      key = keyOf(request);
      outcome =
          key == null
              ? withoutKey(method, request, response)
              : withKey(method, key, request, response);
    } catch (Problem problem) {
      outcome = problem.code().code();
      problems.write(problem, key, request, response);
    } catch (ListingUnavailableException unavailable) {
      Problem problem = Problem.of(unavailable.outcome());
      outcome = problem.code().code();
      problems.write(problem, key, request, response);
    } catch (RuntimeException mistake) {
      log.error("{} {} failed", method, key, mistake);
      outcome = ErrorCode.INTERNAL.code();
      problems.write(
          Problem.of(ErrorCode.INTERNAL, mistake.getClass().getSimpleName()),
          key,
          request,
          response);
    }
    metrics.record(metricName(method, key), outcome, System.nanoTime() - started);
  }

  private @Nullable Key keyOf(HttpServletRequest request) {
    if (request.getAttribute(RawPathAdapter.RAW_KEY) instanceof byte[] raw) {
      return keys.ofPath(raw);
    }
    if (request.getPathInfo() != null) {
      throw Problem.of(
          ErrorCode.NO_SUCH_PATH,
          "Only a path that is written /kv/KEY from its first byte names a key.");
    }
    String base64 = request.getHeader(KEY64_HEADER);
    if (base64 == null && request.getQueryString() != null) {
      base64 = Parameters.given(request, "key64");
    }
    return base64 == null ? null : keys.of64(base64);
  }

  private String withoutKey(String method, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return switch (method) {
      case "GET", "HEAD" -> {
        routeHeaders(Routes.local(gateway, null), response);
        listing.answer(request, response);
        yield "listed";
      }
      case "OPTIONS" -> options("GET, HEAD, OPTIONS", response);
      case "PUT", "DELETE" ->
          throw Problem.of(
              ErrorCode.KEY_EMPTY,
              "Say which: /kv/KEY, /kv?key64=KEY, or the header " + KEY64_HEADER + ".");
      default -> throw notAllowed(method, "GET, HEAD, OPTIONS", response);
    };
  }

  private String withKey(
      String method, Key key, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Via via = via(request);
    return switch (method) {
      case "GET", "HEAD" -> get(key, via, request, response);
      case "PUT" -> put(key, via, request, response);
      case "DELETE" -> delete(key, via, request, response);
      case "OPTIONS" -> options(ALLOWED, response);
      default -> throw notAllowed(method, ALLOWED, response);
    };
  }

  private static Via via(HttpServletRequest request) {
    String asked = request.getHeader(Via.HEADER);
    return asked == null
        ? Via.DIRECT
        : Via.named(asked.strip())
            .orElseThrow(
                () -> Problem.of(ErrorCode.BAD_ROUTING, Via.HEADER + " is " + Via.CHOICE + "."));
  }

  private Outcome execute(Operation operation, Via via, HttpServletResponse response) {
    Outcome outcome = gateway.execute(operation, via);
    if (via == Via.FINGERS) {
      response.setHeader(Via.PATH_HEADER, Routes.path(gateway.self(), outcome.route()));
    }
    return outcome;
  }

  private String get(Key key, Via via, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    return switch (execute(new Operation.Get(key, timeout), via, response)) {
      case Outcome.Found(Pair pair, Route route) -> {
        Value value = Objects.requireNonNull(pair.value());
        if (Conditions.unwanted(request, pair.version())) {
          throw Problem.of(new Outcome.ConditionFailed(pair.version(), route));
        }
        routeHeaders(route, response);
        response.setHeader("ETag", Conditions.etag(pair.version()));
        if (pair.expiresAt() != 0) {
          response.setHeader(
              TimeToLive.HEADER,
              Long.toString(TimeToLive.secondsLeft(pair.expiresAt(), clock.millis())));
        }
        if (Conditions.notModified(request, pair.version())) {
          response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
          yield "not-modified";
        }
        response.setContentType(value.contentType());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(value.size());
        if (request.getMethod().equals("GET")) {
          response.getOutputStream().write(value.bytes());
        }
        yield "found";
      }
      case Outcome.Missing(Route route) when Conditions.unwanted(request, null) ->
          throw Problem.of(new Outcome.ConditionFailed(null, route));
      case Outcome outcome -> throw Problem.of(outcome);
    };
  }

  private String put(Key key, Via via, HttpServletRequest request, HttpServletResponse response) {
    var condition = Conditions.ofWrite(request);
    long expiresAt = TimeToLive.expiresAt(request.getHeader(TimeToLive.HEADER), clock.millis());
    String contentType = contentType(request);
    var value =
        Value.of(Bodies.read(request, limits.valueSize(), ErrorCode.VALUE_TOO_LARGE), contentType);
    var operation = new Operation.Put(key, value, expiresAt, condition, timeout);
    return switch (execute(operation, via, response)) {
      case Outcome.Stored stored -> {
        routeHeaders(stored.route(), response);
        response.setHeader("ETag", Conditions.etag(stored.version()));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        yield "stored";
      }
      case Outcome outcome -> throw Problem.of(outcome);
    };
  }

  private String delete(
      Key key, Via via, HttpServletRequest request, HttpServletResponse response) {
    var operation = new Operation.Delete(key, Conditions.ofWrite(request), timeout);
    return switch (execute(operation, via, response)) {
      case Outcome.Deleted deleted -> {
        routeHeaders(deleted.route(), response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        yield "deleted";
      }
      case Outcome outcome -> throw Problem.of(outcome);
    };
  }

  static String contentType(HttpServletRequest request) {
    String given = request.getContentType();
    if (given == null || given.isBlank()) {
      return Value.BINARY;
    }
    if (given.length() > LONGEST_CONTENT_TYPE) {
      throw Problem.of(
          ErrorCode.BAD_CONTENT_TYPE, "At most " + LONGEST_CONTENT_TYPE + " characters are kept.");
    }
    return given;
  }

  static String options(String allowed, HttpServletResponse response) {
    response.setHeader("Allow", allowed);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return "options";
  }

  static Problem notAllowed(String method, String allowed, HttpServletResponse response) {
    response.setHeader("Allow", allowed);
    return Problem.of(ErrorCode.METHOD_NOT_ALLOWED, method + " is none of " + allowed + ".");
  }

  private static void routeHeaders(Route route, HttpServletResponse response) {
    Routes.write(route, response::setHeader);
  }

  /** A method of ours, or OTHER: clients do not decide how many series there are. */
  private static String metricName(String method, @Nullable Key key) {
    return switch (method) {
      case "GET", "HEAD" -> key == null ? "LIST" : method;
      case "PUT", "DELETE" -> method;
      default -> "OTHER";
    };
  }
}
