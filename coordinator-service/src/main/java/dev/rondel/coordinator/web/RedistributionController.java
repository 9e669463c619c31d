package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.SnapshotBoard;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/redistribution")
@Tag(name = "ring")
class RedistributionController {

  private static final int MOST_STREAMS = 100;
  private static final Duration PACE = Duration.ofMillis(500);

  /** Something is sent at least this often, so that a reader who has gone is noticed. */
  private static final int SIGN_OF_LIFE = 20;

  private final SnapshotBoard board;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  RedistributionController(CoordinatorLoop loop) {
    this.board = loop.board();
  }

  @Operation(summary = "What moves, how fast, and how long it will take")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  RedistributionBody redistribution() {
    return RedistributionBody.of(board.snapshot());
  }

  @Operation(
      summary = "The same as server-sent events, twice a second while it changes",
      description =
          "Also by asking for /redistribution with Accept: text/event-stream. At most 100 at a"
              + " time.")
  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream() {
    if (!streams.tryAcquire()) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "too-many-streams",
          "there are %d streams already".formatted(MOST_STREAMS));
    }
    var emitter = new SseEmitter(0L);
    Thread.ofVirtual().name("redistribution-stream").start(() -> feed(emitter));
    return emitter;
  }

  @Operation(hidden = true)
  @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events() {
    return stream();
  }

  private void feed(SseEmitter emitter) {
    try {
      RedistributionBody sent = null;
      for (int quiet = 0; !board.isClosed(); quiet++) {
        RedistributionBody body = RedistributionBody.of(board.snapshot());
        if (!body.equals(sent) || quiet >= SIGN_OF_LIFE) {
          emitter.send(
              SseEmitter.event().name("redistribution").data(body, MediaType.APPLICATION_JSON));
          sent = body;
          quiet = 0;
        }
        var _ = board.await(now -> false, PACE);
      }
      emitter.complete();
    } catch (IOException | IllegalStateException gone) {
      emitter.completeWithError(gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }
}
