package dev.rondel.shell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rondel.shell", importOptions = DoNotIncludeTests.class)
final class ShellArchitectureTest {

  /** It sees a cluster as any user does: processes, and what they answer. */
  @ArchTest
  static final ArchRule itKnowsNoServiceFromInside =
      noClasses()
          .that()
          .resideInAPackage("dev.rondel.shell..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rondel.coordinator..",
              "dev.rondel.node..",
              "org.springframework..",
              "io.grpc..");
}
