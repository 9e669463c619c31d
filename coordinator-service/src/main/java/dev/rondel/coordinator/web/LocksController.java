package dev.rondel.coordinator.web;

import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockName;
import dev.rondel.coordinator.lock.LockOutcome;
import dev.rondel.coordinator.lock.LockWish;
import dev.rondel.coordinator.runtime.LockLoop;
import dev.rondel.coordinator.web.LockBodies.Acquire;
import dev.rondel.coordinator.web.LockBodies.Answer;
import dev.rondel.coordinator.web.LockBodies.LockBody;
import dev.rondel.coordinator.web.LockBodies.LocksBody;
import dev.rondel.coordinator.web.LockBodies.Renew;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/locks")
@Tag(name = "locks")
class LocksController {

  private static final String EXAMPLE = "printer";
  private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
  private static final Duration SHORTEST_TTL = Duration.ofMillis(100);
  private static final Duration LONGEST_TTL = Duration.ofDays(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** A client that waited in vain has so long to ask again without losing its place. */
  private static final Duration KEEP_PLACE = Duration.ofSeconds(5);

  /** Saving may take so long. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** A client that waits is sent a blank as often, which shows whether it is still there. */
  private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);

  private final LockLoop locks;
  private final JsonMapper json;

  LocksController(LockLoop locks, JsonMapper json) {
    this.locks = locks;
    this.json = json;
  }

  @Operation(summary = "All locks that somebody holds or waits for")
  @GetMapping
  LocksBody locks() {
    return new LocksBody(soon(locks.all()).stream().map(LockBody::of).toList());
  }

  @Operation(summary = "One lock: who holds it, for how long, and who waits")
  @GetMapping("/{name}")
  LockBody lock(@Parameter(example = EXAMPLE) @PathVariable String name) {
    LockName lock = name(name);
    return soon(locks.all()).stream()
        .filter(status -> status.name().equals(lock))
        .findFirst()
        .map(LockBody::of)
        .orElseThrow(() -> notHeld(lock));
  }

  @Operation(
      summary = "Take a lock, or stand in the queue for it",
      description =
          "Answers granted: true with a fencing token, or granted: false where somebody else holds"
              + " it for as long as wait. Clients get it in the order in which they asked. One that"
              + " waits and hangs up leaves the queue; one that waited in vain keeps its place for"
              + " 5 seconds, to ask again. Asking for what one holds renews the lease, and gives"
              + " the same token. An answer that was waited for begins with blanks, which JSON"
              + " permits.",
      responses =
          @ApiResponse(
              responseCode = "200",
              content = @Content(schema = @Schema(implementation = Answer.class))))
  @PostMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  void acquire(
      @Parameter(example = EXAMPLE) @PathVariable String name,
      @Valid @RequestBody Acquire wish,
      HttpServletResponse response)
      throws IOException {
    Duration patience = duration("wait", wish.patience(), Duration.ZERO);
    if (patience.compareTo(LONGEST_WAIT) > 0) {
      throw invalid("wait is at most 10m");
    }
    LockLoop.Asked asked =
        locks.acquire(
            new LockWish(
                name(name),
                client(wish.client()),
                ttl(wish.ttl(), DEFAULT_TTL),
                patience,
                patience.isZero() ? Duration.ZERO : KEEP_PLACE));
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    boolean told = false;
    try {
      Answer answer = answer(await(asked, patience.plus(SOON), response));
      response.getOutputStream().write(json.writeValueAsBytes(answer));
      response.flushBuffer();
      told = true;
    } finally {
      if (!told) {
        locks.gone(asked);
      }
    }
  }

  @Operation(summary = "Renew the lease of a lock; only its holder may")
  @PutMapping("/{name}")
  Answer renew(
      @Parameter(example = EXAMPLE) @PathVariable String name, @Valid @RequestBody Renew wish) {
    Duration ttl = wish.ttl() == null ? null : ttl(wish.ttl(), DEFAULT_TTL);
    return answer(soon(locks.renew(name(name), client(wish.client()), ttl).outcome()));
  }

  @Operation(
      summary = "Give a lock back; only its holder may",
      description = "A client that waits for it gives up its place.")
  @DeleteMapping("/{name}")
  Answer release(
      @Parameter(example = EXAMPLE) @PathVariable String name,
      @Parameter(example = "ann") @RequestParam String client) {
    LockName lock = name(name);
    LockClient who = client(client);
    if (soon(locks.leave(lock, who))) {
      return new Answer(false, lock.value(), null, null, 0, 0);
    }
    return answer(soon(locks.release(lock, who).outcome()));
  }

  /** Sends blanks while it waits; the first after a while, so that refusals have their status. */
  private static LockOutcome await(
      LockLoop.Asked asked, Duration longest, HttpServletResponse response) throws IOException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      try {
        return asked.outcome().get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        if (System.nanoTime() - end > 0) {
          throw busy();
        }
        response.getOutputStream().write(' ');
        response.flushBuffer();
      } catch (InterruptedException | ExecutionException | CancellationException e) {
        throw failed(e);
      }
    }
  }

  private static Answer answer(LockOutcome outcome) {
    return switch (outcome) {
      case LockOutcome.Granted(var grant, var expiresIn) -> Answer.granted(grant, expiresIn);
      case LockOutcome.Busy busy -> Answer.busy(busy);
      case LockOutcome.Released(var grant) ->
          new Answer(false, grant.name().value(), null, null, 0, 0);
      case LockOutcome.NotHolder(var name, var holder) ->
          throw new Problem(
              HttpStatus.CONFLICT,
              "not-lock-holder",
              "the lock '%s' is held by '%s'".formatted(name, holder));
      case LockOutcome.NotHeld(var name) -> throw notHeld(name);
      case LockOutcome.Full(var message) ->
          throw new Problem(HttpStatus.SERVICE_UNAVAILABLE, "too-many-locks", message);
    };
  }

  private static Problem notHeld(LockName name) {
    return new Problem(
        HttpStatus.NOT_FOUND, "lock-not-held", "nobody holds the lock '%s'".formatted(name));
  }

  private static <T> T soon(CompletableFuture<T> future) {
    try {
      return future.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw busy();
    } catch (InterruptedException | ExecutionException | CancellationException e) {
      throw failed(e);
    }
  }

  private static Problem busy() {
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "coordinator-busy",
        "the coordinator does not answer; it may be unable to save");
  }

  private static RuntimeException failed(Exception e) {
    if (e instanceof ExecutionException) {
      return new IllegalStateException(e);
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE, "shutting-down", "the coordinator shuts down");
  }

  private static LockName name(String name) {
    try {
      return new LockName(name);
    } catch (IllegalArgumentException nonsense) {
      throw invalid(String.valueOf(nonsense.getMessage()));
    }
  }

  private static LockClient client(String client) {
    try {
      return new LockClient(client);
    } catch (IllegalArgumentException nonsense) {
      throw invalid(String.valueOf(nonsense.getMessage()));
    }
  }

  private static Duration ttl(@Nullable String text, Duration otherwise) {
    Duration ttl = duration("ttl", text, otherwise);
    if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
      throw invalid("ttl is 100ms to 1d");
    }
    return ttl;
  }

  private static Duration duration(String field, @Nullable String text, Duration otherwise) {
    try {
      Duration duration =
          text == null ? otherwise : DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException nonsense) {
      throw invalid("%s is no duration, such as 30s, 5m or PT30S: %s".formatted(field, text));
    }
    throw invalid(field + " is negative");
  }

  private static Problem invalid(String detail) {
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-field", detail);
  }
}
