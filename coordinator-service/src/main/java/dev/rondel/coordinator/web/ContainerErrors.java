package dev.rondel.coordinator.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the errors that Tomcat finds beside us, such as half a body, the same shape as ours. */
@RestController
@Hidden
class ContainerErrors implements ErrorController {

  @RequestMapping("/error")
  void error(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "malformed-body", "the body could not be read to its end");
    }
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.valueOf(code)
            : HttpStatus.NOT_FOUND;
    Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    throw new Problem(
        status, ProblemAdvice.code(status), message == null ? "" : message.toString());
  }
}
