package dev.rondel.node.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The parameters in a query, for the servlets. Empty counts as not given: a form may send that. */
final class Parameters {

  private static final int DEFAULT_LIMIT = 100;

  private Parameters() {}

  static @Nullable String text(HttpServletRequest request, String name) {
    String value = given(request, name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whether it is there at all, with a value or without. */
  static boolean has(HttpServletRequest request, String name) {
    return given(request, name) != null;
  }

  /** As it stands there. */
  static @Nullable String given(HttpServletRequest request, String name) {
    try {
      return request.getParameter(name);
    } catch (IllegalStateException unreadable) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "The query is not percent-encoded UTF-8.");
    }
  }

  static boolean flag(HttpServletRequest request, String name) {
    return switch (text(request, name)) {
      case null -> false;
      case "false" -> false;
      case "true" -> true;
      default -> throw Problem.of(ErrorCode.BAD_PARAMETER, "'" + name + "' is true or false.");
    };
  }

  /** How many entries a listing may have. */
  static int limit(HttpServletRequest request, Limits limits) {
    int most = limits.listSize();
    return (int) number(request, "limit", Math.min(DEFAULT_LIMIT, most), 1, most);
  }

  static long number(
      HttpServletRequest request, String name, long otherwise, long least, long most) {
    String text = text(request, name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Problem.of(ErrorCode.BAD_PARAMETER, "'" + name + "' is " + least + " to " + most + ".");
  }

  static byte @Nullable [] base64(HttpServletRequest request, String name) {
    String text = text(request, name);
    try {
      return text == null ? null : Keys.decode64(text);
    } catch (Problem notBase64) {
      throw Problem.of(ErrorCode.BAD_PARAMETER, "'" + name + "' is not base64url.");
    }
  }
}
