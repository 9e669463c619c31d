package dev.rondel.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.rondel.client", importOptions = DoNotIncludeTests.class)
final class ClientArchitectureTest {

  /** Programs that use it bring their own framework. */
  @ArchTest
  static final ArchRule itNeedsNoFramework =
      noClasses()
          .that()
          .resideInAPackage("dev.rondel.client..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "io.grpc..", "org.mapdb..");
}
