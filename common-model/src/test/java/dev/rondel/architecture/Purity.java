package dev.rondel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rule of the pure core: it takes messages and ticks, and gives back what to do. It has no IO,
 * no thread, no framework; time and randomness are its arguments.
 */
public final class Purity {

  private static final DescribedPredicate<JavaClass> SHELL =
      resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent.locks..",
              "java.util.logging..",
              "org.slf4j..",
              "org.springframework..",
              "org.mapdb..",
              "io.grpc..",
              "io.netty..",
              "io.micrometer..",
              "jakarta..",
              "tools.jackson..")
          .or(assignableTo(Thread.class))
          .or(assignableTo(Executor.class))
          .or(assignableTo(CompletableFuture.class))
          .or(assignableTo(Timer.class))
          .or(assignableTo(ThreadLocalRandom.class))
          .as("IO, threads, logging or a framework");

  private static final Map<String, Set<String>> CLOCKS_AND_DICE =
      Map.of(
          System.class.getName(), Set.of("currentTimeMillis", "nanoTime", "out", "err", "getenv"),
          Instant.class.getName(), Set.of("now"),
          Clock.class.getName(), Set.of("systemUTC", "systemDefaultZone", "system"),
          Math.class.getName(), Set.of("random"),
          UUID.class.getName(), Set.of("randomUUID"),
          Random.class.getName(), Set.of("<init>"),
          SplittableRandom.class.getName(), Set.of("<init>"),
          Object.class.getName(), Set.of("wait", "notify", "notifyAll"));

  private Purity() {}

  /** Holds where there are no such packages (yet), too. */
  public static ArchRule of(String... packages) {
    return CompositeArchRule.of(
            noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(SHELL)
                .allowEmptyShould(true))
        .and(
            noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .accessTargetWhere(describe("it reads a clock or rolls dice", Purity::isImpure))
                .allowEmptyShould(true))
        .because("the core decides and the shell acts: time and randomness are arguments");
  }

  private static boolean isImpure(JavaAccess<?> access) {
    return CLOCKS_AND_DICE
        .getOrDefault(access.getTargetOwner().getName(), Set.of())
        .contains(access.getTarget().getName());
  }
}
