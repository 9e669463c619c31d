package dev.rondel.coordinator.web;

import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.SnapshotBoard;
import dev.rondel.coordinator.web.LossBodies.LossBody;
import dev.rondel.coordinator.web.LossBodies.LossWish;
import dev.rondel.ring.NodeId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/redistribution")
class RedistributionController {

  private static final int MOST_STREAMS = 100;
  private static final Duration PACE = Duration.ofMillis(500);

  /** Something is sent at least this often, so that a reader who has gone is noticed. */
  private static final int SIGN_OF_LIFE = 20;

  private final SnapshotBoard board;
  private final Operator operator;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  RedistributionController(CoordinatorLoop loop, Operator operator) {
    this.board = loop.board();
    this.operator = operator;
  }

  @Tag(name = "ring")
  @Operation(summary = "What moves, how fast, and how long it will take")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  RedistributionBody redistribution() {
    return RedistributionBody.of(board.snapshot());
  }

  @Tag(name = "ring")
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

  @Tag(name = "admin")
  @Operation(
      summary = "Give up what only these nodes have, because they will never return",
      description =
          "**It loses data.** A range whose nodes are all down is unavailable until one of them"
              + " returns. Where none will, this lets such ranges begin anew, empty. Without"
              + " confirm it only says which ranges, and about how many keys, that would be. All of"
              + " the nodes have to be down, and their processes ended: one that is only cut off,"
              + " and still answers clients, would go on with what is given up here.")
  @PostMapping(path = "/accept-loss", produces = MediaType.APPLICATION_JSON_VALUE)
  LossBody acceptLoss(@Valid @RequestBody LossWish wish) {
    Set<NodeId> nodes =
        wish.nodes().stream().map(Names::node).collect(Collectors.toCollection(TreeSet::new));
    return LossBody.of(
        nodes,
        wish.isConfirmed(),
        wish.isConfirmed() ? operator.acceptLoss(nodes) : operator.loss(nodes));
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
