package dev.rondel.node.web;

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
  private final transient Gateway gateway;
  private final transient JsonMapper json;

  Admission(InFlight inFlight, Limits limits, Gateway gateway, JsonMapper json) {
    this.inFlight = inFlight;
    this.limits = limits;
    this.gateway = gateway;
    this.json = json;
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
    if (announced >= 0) {
      return Math.min(announced, largest());
    }
    if (request.getHeader("Transfer-Encoding") == null) {
      return 0;
    }
    boolean isBatch = request.getRequestURI().endsWith(":batch");
    return isBatch ? limits.batchSize().toBytes() : limits.valueSize().toBytes();
  }

  private long largest() {
    return Math.max(limits.valueSize().toBytes(), limits.batchSize().toBytes());
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Problem problem =
        Problem.of(
            ErrorCode.OVERLOADED,
            inFlight.requests() + " requests are under way; try again in a second, or elsewhere.");
    Routes.write(Routes.local(gateway, null), response::setHeader);
    response.setHeader("Retry-After", "1");
    byte[] body = json.writeValueAsBytes(problem.body());
    response.setStatus(problem.code().status());
    response.setContentType("application/problem+json");
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }
}
