package dev.rondel.node.compat.pipeline;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.web.ApiDocs;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /dht/peers}: who takes part. */
@RestController
@Tag(name = ApiDocs.COMPATIBILITY)
final class DhtController {

  private final Gateway gateway;

  DhtController(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Itself first, as that system does; the others by name. */
  @Operation(summary = "The names of all members, a line each")
  @GetMapping(path = "/dht/peers", produces = MediaType.TEXT_PLAIN_VALUE)
  String peers() {
    NodeId self = gateway.self();
    Stream<NodeId> others =
        gateway.view().members().stream()
            .filter(member -> member.standing() != Member.Standing.OUT)
            .map(Member::id)
            .filter(id -> !id.equals(self))
            .sorted();
    return Stream.concat(Stream.of(self), others)
        .map(NodeId::value)
        .collect(Collectors.joining("\r\n"));
  }
}
