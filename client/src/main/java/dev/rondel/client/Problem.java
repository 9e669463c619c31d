package dev.rondel.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An error as a service tells it (RFC 9457).
 *
 * @param status the HTTP status
 * @param code the stable name of the error, empty where the answer has none: not from Rondel, or
 *     from a proxy
 * @param detail a sentence for people
 */
public record Problem(int status, String code, String detail) {

  public static Problem of(int status, byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      String detail = json.path("detail").asString("");
      return new Problem(
          status,
          json.path("code").asString(""),
          detail.isEmpty() ? json.path("title").asString("") : detail);
    } catch (JacksonException notJson) {
      return new Problem(status, "", "");
    }
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "HTTP "
        + status
        + (code.isEmpty() ? "" : " " + code)
        + (detail.isEmpty() ? "" : ": " + detail);
  }
}
