package dev.rondel.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rondel", importOptions = DoNotIncludeTests.class)
final class CommonModelArchitectureTest {

  @ArchTest
  static final ArchRule ringViewAndPairArePure =
      Purity.of("dev.rondel.ring..", "dev.rondel.view..", "dev.rondel.pair..");

  @ArchTest
  static final ArchRule theModelKnowsNothingOfItsWireFormat =
      noClasses()
          .that()
          .resideInAnyPackage("dev.rondel.ring..", "dev.rondel.view..", "dev.rondel.pair..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rondel.wire..", "dev.rondel.proto..", "com.google.protobuf..");

  @ArchTest
  static final ArchRule theRingKnowsNothingOfTheView =
      noClasses()
          .that()
          .resideInAPackage("dev.rondel.ring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rondel.view..");
}
