package dev.rondel.node.web;

import dev.rondel.node.runtime.LocalNames;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** What belongs to this server alone, apart from the table. */
@RestController
@Tag(name = ApiDocs.LOCAL)
final class LocalController {

  private static final Logger log = LoggerFactory.getLogger(LocalController.class);
  private static final DataSize LONGEST_TEXT = DataSize.ofKilobytes(8);
  private static final String EXAMPLE = "motd";

  private final LocalNames names;
  private final Limits limits;
  private final Keys keys;

  LocalController(LocalNames names, Limits limits) {
    this.names = names;
    this.limits = limits;
    this.keys = new Keys(limits);
  }

  @GetMapping("/local")
  @Operation(summary = "All names of this server, sorted")
  List<String> list() {
    return names.names();
  }

  @GetMapping("/local/{name}")
  @Operation(summary = "The value of a name of this server")
  ResponseEntity<byte[]> get(@Parameter(example = EXAMPLE) @PathVariable String name) {
    byte[] value = names.get(checked(name)).orElseThrow(() -> missing(name));
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(value);
  }

  @PutMapping(path = "/local/{name}")
  @Operation(
      summary = "Set a name of this server",
      description =
          "Kept on the disk of this server only: no other node knows of it, and it is not in the"
              + " table.")
  @RequestBody(
      content =
          @Content(
              mediaType = "text/plain",
              schema = @Schema(type = "string", example = "be welcome")))
  ResponseEntity<Void> set(
      @Parameter(example = EXAMPLE) @PathVariable String name, HttpServletRequest request) {
    byte[] value = Bodies.read(request, limits.valueSize(), ErrorCode.VALUE_TOO_LARGE);
    if (!names.set(checked(name), value)) {
      throw Problem.of(ErrorCode.TOO_MANY_NAMES, "Delete one first.");
    }
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping("/local/{name}")
  @Operation(summary = "Forget a name of this server")
  ResponseEntity<Void> delete(@Parameter(example = EXAMPLE) @PathVariable String name) {
    if (!names.delete(checked(name))) {
      throw missing(name);
    }
    return ResponseEntity.noContent().build();
  }

  @PostMapping("/print")
  @Operation(summary = "Print a text into the log of this server")
  @RequestBody(
      content =
          @Content(mediaType = "text/plain", schema = @Schema(type = "string", example = "hello")))
  ResponseEntity<Void> print(HttpServletRequest request) {
    byte[] text = Bodies.read(request, LONGEST_TEXT, ErrorCode.BODY_TOO_LARGE);
    String printed = new String(text, StandardCharsets.UTF_8);
    log.info("printed: {}", printed.replaceAll("\\p{Cntrl}", " "));
    return ResponseEntity.noContent().build();
  }

  private String checked(String name) {
    keys.ofText(name);
    return name;
  }

  private static Problem missing(String name) {
    return Problem.of(ErrorCode.KEY_MISSING, "This server has no name '" + name + "'.");
  }
}
