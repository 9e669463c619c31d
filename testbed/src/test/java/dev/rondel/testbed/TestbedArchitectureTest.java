package dev.rondel.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rondel.testbed", importOptions = DoNotIncludeTests.class)
final class TestbedArchitectureTest {

  private static final String TESTBED = "dev.rondel.testbed";

  /** Who judges knows only what was recorded. */
  @ArchTest
  static final ArchRule theCheckerKnowsNoCluster =
      noClasses()
          .that()
          .resideInAPackage(TESTBED + ".history..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rondel.coordinator..",
              "dev.rondel.node..",
              "dev.rondel.shell..",
              "java.net..",
              "io.grpc..");

  /** Simulated time has no process, no socket and no file. */
  @ArchTest
  static final ArchRule theSimulationKnowsNoRealCluster =
      noClasses()
          .that()
          .resideInAPackage(TESTBED + ".sim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rondel.shell..", "java.net..", "java.nio.file..", "io.grpc..");

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      slices().matching(TESTBED + ".(**)").should().beFreeOfCycles();
}
