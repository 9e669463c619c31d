package dev.rondel.testbed.containers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips a test, and says why, where its containers cannot be started. With {@code
 * -Drondel.containers=required} it fails there instead.
 */
final class NeedsContainers implements ExecutionCondition {

  private static final List<String> SERVICES = List.of("coordinator-service", "storage-node");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if ("off".equals(System.getProperty("rondel.containers"))) {
      return ConditionEvaluationResult.disabled("switched off by -Drondel.containers=off");
    }
    Optional<String> missing =
        Stream.of(missingEngine(), missingJar()).flatMap(Optional::stream).findFirst();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("there is a Docker engine");
    }
    if ("required".equals(System.getProperty("rondel.containers"))) {
      throw new IllegalStateException("the container tests are required, but " + missing.get());
    }
    System.out.printf("SKIPPED %s: %s%n", context.getDisplayName(), missing.get());
    return ConditionEvaluationResult.disabled(missing.get());
  }

  private static Optional<String> missingEngine() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no Docker engine answers (`docker info` tells why)");
  }

  private static Optional<String> missingJar() {
    return SERVICES.stream()
        .map(service -> Path.of("..", service, "target", service + "-exec.jar"))
        .filter(jar -> !Files.exists(jar))
        .findFirst()
        .map(jar -> jar + " is not built; `mvn verify` builds it before this test");
  }
}
