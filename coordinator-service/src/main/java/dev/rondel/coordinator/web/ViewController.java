package dev.rondel.coordinator.web;

import dev.rondel.ring.Hashing;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "ring")
class ViewController {

  private final Operator operator;

  ViewController(Operator operator) {
    this.operator = operator;
  }

  record ViewBody(long epoch, List<Server> servers) {}

  record Server(
      String name,
      @Schema(description = "of its name, by the ring's hash function") String hash,
      @Schema(description = "host:port of its HTTP interface") String address,
      boolean up,
      @Schema(description = "in the ring, draining, out of it, or replaced") String standing) {

    static Server of(View view, Member member) {
      byte[] name = member.id().value().getBytes(StandardCharsets.UTF_8);
      return new Server(
          member.id().value(),
          Hashing.named(view.hash()).hash(name).toString(),
          member.httpAddress(),
          member.up(),
          Names.lower(member.standing()));
    }
  }

  @Operation(summary = "The epoch, and the servers with their hashes and addresses")
  @GetMapping("/view")
  ViewBody view() {
    View view = operator.now().view();
    return new ViewBody(
        view.epoch().value(),
        view.members().stream().map(member -> Server.of(view, member)).toList());
  }
}
