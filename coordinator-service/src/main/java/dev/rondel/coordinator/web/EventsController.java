package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.LogEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "ring")
class EventsController {

  private final Operator operator;

  EventsController(Operator operator) {
    this.operator = operator;
  }

  record EventsBody(List<LogEntry> events) {}

  @Operation(summary = "What the coordinator did of late, and why; newest first, at most 500")
  @GetMapping("/events")
  EventsBody events(@RequestParam(defaultValue = "100") int limit) {
    List<LogEntry> newestFirst = operator.now().log().reversed();
    return new EventsBody(newestFirst.stream().limit(Math.max(0, limit)).toList());
  }
}
