package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems where no Spring does it, as {@link ProblemAdvice} does elsewhere. */
final class ProblemWriter {

  private final Gateway gateway;
  private final JsonMapper json;

  ProblemWriter(Gateway gateway, JsonMapper json) {
    this.gateway = gateway;
    this.json = json;
  }

  /**
   * @param key what the request was about, for the headers that tell the way; null for nothing
   */
  void write(
      Problem problem, @Nullable Key key, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Route route = problem.route();
    Routes.write(route == null ? Routes.local(gateway, key) : route, response::setHeader);
    if (problem.code().mayBeTriedAgain()) {
      response.setHeader("Retry-After", "1");
    }
    byte[] body = json.writeValueAsBytes(problem.body());
    response.setStatus(problem.code().status());
    response.setContentType("application/problem+json");
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }
}
