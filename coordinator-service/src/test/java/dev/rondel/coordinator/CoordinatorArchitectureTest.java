package dev.rondel.coordinator;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rondel.architecture.Purity;
import dev.rondel.architecture.ServiceRules;

@AnalyzeClasses(packages = "dev.rondel.coordinator", importOptions = DoNotIncludeTests.class)
final class CoordinatorArchitectureTest {

  private static final String COORDINATOR = "dev.rondel.coordinator";
  private static final String RUNTIME = COORDINATOR + ".runtime..";
  private static final String[] CORE = {
    COORDINATOR + ".core..",
    COORDINATOR + ".membership..",
    COORDINATOR + ".redistribution..",
    COORDINATOR + ".lock.."
  };

  /** What asks the coordinator: people and programs over HTTP, nodes over gRPC. */
  private static final String[] DOORS = {
    COORDINATOR + ".web..", COORDINATOR + ".compat..", COORDINATOR + ".grpc.."
  };

  @ArchTest static final ArchRule theCoreIsPure = Purity.of(CORE);

  @ArchTest static final ArchRule theCoreKnowsNoShell = ServiceRules.independent(CORE, RUNTIME);

  @ArchTest static final ArchRule theCoreKnowsNoFrontDoor = ServiceRules.independent(CORE, DOORS);

  @ArchTest
  static final ArchRule theRuntimeKnowsNoFrontDoor =
      ServiceRules.independent(new String[] {RUNTIME}, DOORS);

  @ArchTest
  static final ArchRule packagesDependInOneDirection = ServiceRules.noCyclesBelow(COORDINATOR);

  @ArchTest
  static final ArchRule nobodyKnowsTheApplication = ServiceRules.nobodyDependsOn(COORDINATOR);

  @ArchTest static final ArchRule springIsThin = ServiceRules.springIsThin();
}
