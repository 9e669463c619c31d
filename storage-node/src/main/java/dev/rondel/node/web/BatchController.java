package dev.rondel.node.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * {@code POST /kv:batch}: many gets, puts and deletes in one request, each with an outcome of its
 * own.
 */
@RestController
final class BatchController {

  private final Limits limits;
  private final JsonMapper json;
  private final BatchRunner runner;

  BatchController(Limits limits, JsonMapper json, BatchRunner runner) {
    this.limits = limits;
    this.json =
        json.rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .withCoercionConfig(LogicalType.Textual, BatchController::onlyStrings)
            .build();
    this.runner = runner;
  }

  @PostMapping("/kv:batch")
  Map<String, List<Map<String, Object>>> batch(HttpServletRequest request)
      throws InterruptedException {
    Batch batch = parse(Bodies.read(request, limits.batchSize(), ErrorCode.BODY_TOO_LARGE));
    return Map.of("results", runner.run(batch.operations()));
  }

  /** A number is no key and no value: 5 and "5" would become the same. */
  private static void onlyStrings(MutableCoercionConfig texts) {
    texts
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  private Batch parse(byte[] body) {
    Batch batch;
    try {
      batch = json.readValue(body, Batch.class);
    } catch (JacksonException e) {
      throw Problem.of(ErrorCode.BAD_BODY, "This is no batch: " + e.getOriginalMessage());
    }
    if (batch == null || batch.operations() == null || batch.operations().contains(null)) {
      throw Problem.of(
          ErrorCode.BAD_BODY, "Give {\"operations\": [{\"op\": \"get\", \"key\": \"…\"}, …]}.");
    }
    if (batch.operations().size() > limits.batchOperations()) {
      throw Problem.of(
          ErrorCode.BODY_TOO_LARGE,
          "At most " + limits.batchOperations() + " operations are allowed in a batch.");
    }
    return batch;
  }
}
