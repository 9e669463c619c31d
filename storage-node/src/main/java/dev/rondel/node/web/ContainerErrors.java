package dev.rondel.node.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives the errors that Tomcat finds before or beside us, such as half a chunk, the same shape as
 * ours.
 */
@RestController
@Hidden
final class ContainerErrors implements ErrorController {

  @RequestMapping("/error")
  void error(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException broken) {
      throw Problem.of(ErrorCode.BODY_TRUNCATED, String.valueOf(broken.getMessage()));
    }
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    throw Problem.of(ErrorCode.ofStatus(status), message == null ? "" : message.toString());
  }
}
