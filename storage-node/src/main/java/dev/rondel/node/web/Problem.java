package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says why there is no better one: a {@link ErrorCode}, a sentence for people, and
 * where it is known the way that the request took. Rendered as RFC 9457 problem+json.
 */
public final class Problem extends RuntimeException {

  private final transient ErrorCode code;
  private final transient @Nullable Route route;
  private final transient Map<String, Object> extra;

  private Problem(ErrorCode code, String detail, @Nullable Route route, Map<String, Object> extra) {
    super(detail, null, false, false);
    this.code = code;
    this.route = route;
    this.extra = extra;
  }

  public static Problem of(ErrorCode code, String detail) {
    return new Problem(code, detail, null, Map.of());
  }

  /** A piece of an upload that goes on after so many bytes came elsewhere. */
  static Problem outOfPlace(long arrived) {
    return new Problem(
        ErrorCode.UPLOAD_OUT_OF_PLACE,
        "The upload goes on at byte " + arrived + ".",
        null,
        Map.of("arrived", arrived));
  }

  /** The one place that says what an outcome other than success is in HTTP. */
  public static Problem of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Missing missing ->
          new Problem(
              ErrorCode.KEY_MISSING,
              "The key was never stored, or was deleted, or its time has run out.",
              missing.route(),
              Map.of());
      case Outcome.ConditionFailed failed ->
          new Problem(
              ErrorCode.CONDITION_FAILED,
              conditionDetail(failed.current()),
              failed.route(),
              currentVersion(failed.current()));
      case Outcome.Unavailable unavailable ->
          new Problem(
              ErrorCode.RANGE_UNAVAILABLE,
              unavailable.reason(),
              unavailable.route(),
              Map.of("holders", unavailable.holders().stream().map(NodeId::value).toList()));
      case Outcome.Unknown unknown ->
          new Problem(ErrorCode.OUTCOME_UNKNOWN, unknown.reason(), unknown.route(), Map.of());
      case Outcome.Full full ->
          new Problem(ErrorCode.DISK_FULL, full.reason(), full.route(), Map.of());
      case Outcome.Found _, Outcome.Stored _, Outcome.Deleted _ ->
          throw new IllegalArgumentException(outcome + " is no problem");
    };
  }

  private static String conditionDetail(@Nullable Version current) {
    return current == null
        ? "There is no such key."
        : "The version is \"" + current.value() + "\".";
  }

  private static Map<String, Object> currentVersion(@Nullable Version current) {
    return current == null ? Map.of() : Map.of("version", Long.toString(current.value()));
  }

  /** The same, with more words about it. */
  public Problem and(String more) {
    return new Problem(code, detail() + more, route, extra);
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The way of the answer; null where the request was refused before it went anywhere. */
  @Nullable Route route() {
    return route;
  }

  /** The members of the JSON object. */
  Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("title", code.title());
    body.put("status", code.status());
    body.put("detail", detail());
    body.put("code", code.code());
    body.putAll(extra);
    return body;
  }
}
