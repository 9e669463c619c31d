package dev.rondel.node.compat.pipeline;

import dev.rondel.node.standalone.Tables;
import dev.rondel.node.web.ApiDocs;
import dev.rondel.node.web.Bodies;
import dev.rondel.node.web.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code /dht/join} and {@code /dht/leave}. */
@RestController
@Tag(name = ApiDocs.COMPATIBILITY)
public final class JoinController {

  private static final DataSize LONGEST = DataSize.ofKilobytes(64);

  private final Tables tables;

  JoinController(Tables tables) {
    this.tables = tables;
  }

  @RequestMapping(
      path = "/dht/join",
      method = {RequestMethod.POST, RequestMethod.PUT})
  void join(HttpServletRequest request) {
    byte[] body = Bodies.read(request, LONGEST, ErrorCode.BODY_TOO_LARGE);
    tables.join(new String(body, StandardCharsets.UTF_8));
  }

  @Operation(
      summary = "Leave the table: the others keep all of it, this node a copy of its own keys",
      description =
          "Answers when the rest is stable; does nothing where the node is alone. For standalone"
              + " nodes.")
  @GetMapping("/dht/leave")
  void leave() {
    tables.leave();
  }
}
