package dev.rondel.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rondel.architecture.Purity;
import dev.rondel.architecture.ServiceRules;

@AnalyzeClasses(packages = "dev.rondel.node", importOptions = DoNotIncludeTests.class)
final class StorageNodeArchitectureTest {

  private static final String NODE = "dev.rondel.node";
  private static final String CHAIN = NODE + ".chain..";
  private static final String RUNTIME = NODE + ".runtime..";
  private static final String STORE = NODE + ".store..";
  private static final String PEER = NODE + ".peer..";

  private static final String FILES = NODE + ".files..";

  /** The front doors: HTTP, files, the interfaces of other systems, memcached, RESP. */
  private static final String[] DOORS = {
    NODE + ".web..",
    FILES,
    NODE + ".compat..",
    NODE + ".door..",
    NODE + ".memcached..",
    NODE + ".resp..",
    NODE + ".standalone.."
  };

  @ArchTest static final ArchRule theChainIsPure = Purity.of(CHAIN);

  @ArchTest
  static final ArchRule theChainKnowsNoAdapterAndNoShell =
      ServiceRules.independent(new String[] {CHAIN}, RUNTIME, STORE, PEER);

  @ArchTest
  static final ArchRule nothingInsideKnowsTheFrontDoors =
      ServiceRules.independent(new String[] {CHAIN, RUNTIME, STORE, PEER}, DOORS);

  @ArchTest
  static final ArchRule theFrontDoorsGoThroughTheRuntime =
      ServiceRules.independent(DOORS, CHAIN, STORE, PEER);

  @ArchTest
  static final ArchRule theStoreStandsAlone =
      ServiceRules.independent(
          new String[] {STORE}, CHAIN, RUNTIME, PEER, "org.springframework..", "io.grpc..");

  @ArchTest
  static final ArchRule linksCarryWhatTheyAreGiven =
      ServiceRules.independent(new String[] {PEER}, RUNTIME, STORE);

  /** A standalone node runs a coordinator in its process. */
  @ArchTest
  static final ArchRule onlyTablesOfTheirOwnKnowTheCoordinator =
      noClasses()
          .that()
          .resideOutsideOfPackage(NODE + ".standalone..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rondel.coordinator..");

  @ArchTest
  static final ArchRule filesKnowNeitherSpringNorHttp =
      ServiceRules.independent(
          new String[] {FILES}, NODE + ".web..", "org.springframework..", "jakarta..");

  @ArchTest static final ArchRule packagesDependInOneDirection = ServiceRules.noCyclesBelow(NODE);

  @ArchTest static final ArchRule nobodyKnowsTheApplication = ServiceRules.nobodyDependsOn(NODE);

  @ArchTest static final ArchRule springIsThin = ServiceRules.springIsThin();
}
