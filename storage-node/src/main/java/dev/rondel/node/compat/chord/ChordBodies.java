package dev.rondel.node.compat.chord;

import dev.rondel.node.web.Bodies;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Limits;
import dev.rondel.node.web.Problem;
import dev.rondel.pair.Value;
import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * The JSON bodies of this interface, read whatever content type they come with, since its clients
 * send several.
 *
 * <p>A value that is a string is kept as text, anything else as the JSON that it is, so numbers and
 * objects come back as they were, digit for digit.
 */
final class ChordBodies {

  private static final String TEXT = "text/plain;charset=utf-8";
  private static final String JSON = "application/json";

  private final Limits limits;
  private final JsonMapper json;

  ChordBodies(Limits limits, JsonMapper json) {
    this.limits = limits;
    this.json =
        json.rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
  }

  /** The JSON object in the body; {@link ErrorCode#BAD_BODY} for anything else. */
  ObjectNode object(HttpServletRequest request) {
    byte[] body = Bodies.read(request, limits.batchSize(), ErrorCode.BODY_TOO_LARGE);
    try {
      if (json.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw bad("This is no JSON: " + e.getOriginalMessage());
    }
    throw bad("The body is a JSON object.");
  }

  /** A field that is a string. */
  String text(ObjectNode object, String name) {
    JsonNode field = object.get(name);
    if (field == null || !field.isString()) {
      throw bad("The field '" + name + "' is a string.");
    }
    return field.stringValue();
  }

  /** A field that is any JSON but null. */
  JsonNode any(ObjectNode object, String name) {
    JsonNode field = object.get(name);
    if (field == null || field.isNull()) {
      throw bad("The field '" + name + "' is missing.");
    }
    return field;
  }

  /** How a value of this interface is kept. */
  Value value(JsonNode field) {
    byte[] bytes =
        Keys.utf8(field.isString() ? field.stringValue() : json.writeValueAsString(field));
    if (bytes.length > limits.valueSize().toBytes()) {
      throw Problem.of(
          ErrorCode.VALUE_TOO_LARGE,
          "At most " + limits.valueSize().toBytes() + " bytes are allowed.");
    }
    return Value.of(bytes, field.isString() ? TEXT : JSON);
  }

  /**
   * How a value appears here, whoever wrote it: JSON as itself, UTF-8 as a string, anything else as
   * a string that begins with {@code base64:}.
   */
  Object rendered(Value value) {
    String text = Keys.textOf(value.bytes());
    if (text == null) {
      return "base64:" + Keys.encode64(value.bytes());
    }
    return isJson(value, text) ? new RawValue(text) : text;
  }

  private boolean isJson(Value value, String text) {
    if (!value.contentType().startsWith(JSON)) {
      return false;
    }
    try {
      return !json.readTree(text).isMissingNode();
    } catch (JacksonException onlySaysSo) {
      return false;
    }
  }

  private static Problem bad(String detail) {
    return Problem.of(ErrorCode.BAD_BODY, detail);
  }
}
