package dev.rondel.coordinator.web;

import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Every error as problem+json (RFC 9457) with a {@code code} that does not change. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> problem(Problem problem) {
    return answer(
        problem.status(), problem.code(), String.valueOf(problem.getMessage()), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> unreadable(InvalidParameterException unreadable) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "invalid-parameter",
        String.valueOf(unreadable.getMessage()),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> anything(Exception bug) {
    log.error("a request failed", bug);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal-error",
        "an error that should not be; the log says more",
        new HttpHeaders());
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException cause,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return switch (cause.getCause()) {
      case UnrecognizedPropertyException unknown ->
          answer(
              status,
              "unknown-field",
              "unknown field '%s'; known are %s"
                  .formatted(
                      unknown.getPropertyName(),
                      unknown.getKnownPropertyIds().stream().sorted().toList()),
              headers);
      case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
          answer(
              status,
              "invalid-field",
              "field '%s' is not of the right type"
                  .formatted(mismatch.getPath().getLast().getPropertyName()),
              headers);
      case null, default ->
          answer(
              status,
              "malformed-body",
              "the body is missing, or not the JSON object that is wanted",
              headers);
    };
  }

  @Override
  protected ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException cause,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail =
        cause.getBindingResult().getFieldErrors().stream()
            .map((FieldError error) -> error.getField() + " " + error.getDefaultMessage())
            .sorted()
            .collect(Collectors.joining("; "));
    return answer(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-field", detail, headers);
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception cause,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
    return answer(
        status,
        code(status),
        detail == null ? String.valueOf(cause.getMessage()) : detail,
        headers);
  }

  static String code(HttpStatusCode status) {
    return switch (status.value()) {
      case 400 -> "bad-request";
      case 404 -> "not-found";
      case 405 -> "method-not-allowed";
      case 406 -> "not-acceptable";
      case 415 -> "unsupported-media-type";
      case 503 -> "unavailable";
      default -> status.is4xxClientError() ? "bad-request" : "internal-error";
    };
  }

  private static ResponseEntity<Object> answer(
      HttpStatusCode status, String code, String detail, HttpHeaders headers) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return ResponseEntity.status(status).headers(headers).body(problem);
  }
}
