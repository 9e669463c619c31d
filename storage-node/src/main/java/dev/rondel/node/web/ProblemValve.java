package dev.rondel.node.web;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives the errors that Tomcat finds before any servlet does, such as a request line that is none,
 * the same shape as ours instead of a page.
 */
final class ProblemValve extends ErrorReportValve {

  private final JsonMapper json;

  ProblemValve(JsonMapper json) {
    this.json = json;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ErrorCode code = status == 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
    var body = new LinkedHashMap<String, Object>();
    body.put("title", code.title());
    body.put("status", status);
    body.put("detail", response.getMessage() == null ? "" : response.getMessage());
    body.put("code", code.code());
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      Writer out = response.getReporter();
      if (out != null) {
        out.write(json.writeValueAsString(body));
        response.finishResponse();
      }
    } catch (IOException gone) {
      container.getLogger().debug("a client went away", gone);
    }
  }
}
