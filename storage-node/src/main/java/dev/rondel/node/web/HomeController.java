package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /}: who this is, and where to go on. */
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
  @Operation(summary = "Which node this is, and where to go on")
  Home home() {
    return new Home(
        gateway.self().value(),
        gateway.view().epoch().value(),
        "/kv/{key}",
        "/ring",
        "/docs",
        "/actuator/health");
  }
}
