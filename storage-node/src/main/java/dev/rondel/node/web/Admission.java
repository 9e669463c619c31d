package dev.rondel.node.web;

import dev.rondel.node.files.FileStore;
import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.InFlight;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses what is too much at once, before its body is read. Health and metrics are answered all
 * the same.
 */
final class Admission extends HttpFilter {

  private final transient InFlight inFlight;
  private final transient Limits limits;
  private final transient ProblemWriter problems;

  Admission(InFlight inFlight, Limits limits, Gateway gateway, JsonMapper json) {
    this.inFlight = inFlight;
    this.limits = limits;
    this.problems = new ProblemWriter(gateway, json);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRequestURI().startsWith("/actuator")) {
      chain.doFilter(request, response);
      return;
    }
    long size = bodySize(request);
    if (!inFlight.tryEnter(size)) {
      refuse(request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      inFlight.leave(size);
    }
  }

  /** What the body may take: one without a length is taken for the largest that is allowed. */
  private long bodySize(HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    if (announced < 0 && request.getHeader("Transfer-Encoding") == null) {
      return 0;
    }
    String path = request.getRequestURI();
    if (path.startsWith(FilesServlet.PATH)) {
      return announced < 0 ? FileStore.WINDOW : Math.min(announced, FileStore.WINDOW);
    }
    if (announced >= 0) {
      return Math.min(announced, largest());
    }
    return path.endsWith(":batch") ? limits.batchSize().toBytes() : limits.valueSize().toBytes();
  }

  private long largest() {
    return Math.max(limits.valueSize().toBytes(), limits.batchSize().toBytes());
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var problem =
        Problem.of(
            ErrorCode.OVERLOADED,
            inFlight.requests() + " requests are under way; try again in a second, or elsewhere.");
    problems.write(problem, null, request, response);
  }
}
