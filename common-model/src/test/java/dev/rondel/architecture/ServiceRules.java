package dev.rondel.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The rules that both services follow: {@code web → runtime → pure ← adapters}. */
public final class ServiceRules {

  private ServiceRules() {}

  /** Nothing in {@code from} knows a package of {@code to}; both may be empty. */
  public static ArchRule independent(String[] from, String... to) {
    return noClasses()
        .that()
        .resideInAnyPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .allowEmptyShould(true);
  }

  /** The packages right below {@code base} depend on each other in one direction only. */
  public static ArchRule noCyclesBelow(String base) {
    return slices().matching(base + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** The package of the application class puts the parts together; no part knows it. */
  public static ArchRule nobodyDependsOn(String base) {
    return noClasses()
        .that()
        .resideInAPackage(base + ".*..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in the package " + base + " itself",
                (JavaClass type) -> type.getPackageName().equals(base)))
        .allowEmptyShould(true);
  }

  /** Constructor injection only, and no output that goes around the log. */
  public static ArchRule springIsThin() {
    return CompositeArchRule.of(
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.allowEmptyShould(true))
        .and(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true))
        .and(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.allowEmptyShould(true));
  }
}
