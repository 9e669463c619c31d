package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.view.View;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /}: who this is, and where to go on; 503 until the node is of a table. */
@RestController
@Tag(name = ApiDocs.ADMIN)
final class HomeController {

  private final Gateway gateway;

  HomeController(Gateway gateway) {
    this.gateway = gateway;
  }

  /** What a node says of itself. */
  record Home(String node, long epoch, String keys, String ring, String docs, String health) {}

  @GetMapping("/")
  @Operation(
      summary = "Which node this is, and where to go on",
      description = "503 until the node is a member of a table that has ranges.")
  ResponseEntity<Home> home() {
    View view = gateway.view();
    boolean ready = !view.ranges().isEmpty() && view.member(gateway.self()).isPresent();
    return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(home(view));
  }

  private Home home(View view) {
    return new Home(
        gateway.self().value(),
        view.epoch().value(),
        "/kv/{key}",
        "/ring",
        "/docs",
        "/actuator/health");
  }
}
