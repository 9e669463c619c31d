package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Route;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns what the controllers throw into problem+json with a code; {@link KvServlet} does the same
 * for itself.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Gateway gateway;

  ProblemAdvice(Gateway gateway) {
    this.gateway = gateway;
  }

  @ExceptionHandler
  ResponseEntity<Object> problem(Problem problem) {
    return answer(problem, new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> unavailable(ListingUnavailableException unavailable) {
    return answer(Problem.of(unavailable.outcome()), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> unreadable(InvalidParameterException unreadable) {
    return answer(
        Problem.of(ErrorCode.BAD_PARAMETER, String.valueOf(unreadable.getMessage())),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> mistake(RuntimeException mistake) {
    log.error("A request failed", mistake);
    return answer(
        Problem.of(ErrorCode.INTERNAL, mistake.getClass().getSimpleName()), new HttpHeaders());
  }

  /** The client has gone: there is nobody to answer. */
  @ExceptionHandler
  void gone(IOException gone) {
    log.debug("A client went away", gone);
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception ex,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ErrorCode code = ErrorCode.ofStatus(status.value());
    String detail = String.valueOf(ex.getMessage());
    var plain =
        Map.of(
            "title", code.title(), "status", status.value(), "detail", detail, "code", code.code());
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(plain);
  }

  private ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    Route route = problem.route();
    Routes.write(route == null ? Routes.local(gateway, null) : route, headers::set);
    if (problem.code().mayBeTriedAgain()) {
      headers.set(HttpHeaders.RETRY_AFTER, "1");
    }
    return ResponseEntity.status(problem.code().status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem.body());
  }
}
