package dev.rondel.coordinator.web;

import dev.rondel.ring.NodeId;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Names as the outside writes them. */
final class Names {

  private Names() {}

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static NodeId node(String name) {
    try {
      return NodeId.of(name);
    } catch (IllegalArgumentException nonsense) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "invalid-node-id",
          String.valueOf(nonsense.getMessage()));
    }
  }
}
