package io.entitlementledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.entitlementledger.account.PlantedAxonInADecision;
import io.entitlementledger.event.PlantedMongoInAnEvent;
import io.entitlementledger.log.PlantedDomainInTheLog;
import io.entitlementledger.value.PlantedClockInAValue;
import io.entitlementledger.value.PlantedEventInAValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the packages of the core, and for each a planted violation that it catches. */
class CoreArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.entitlementledger");

  private static final String[] LANGUAGE = {"java..", "org.jspecify.annotations.."};

  private static final ArchRule VALUES_KNOW_ONLY_JAVA =
      classes()
          .that()
          .resideInAPackage("io.entitlementledger.value..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("io.entitlementledger.value.."));

  private static final ArchRule EVENTS_KNOW_ONLY_VALUES =
      classes()
          .that()
          .resideInAPackage("io.entitlementledger.event..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("io.entitlementledger.value..", "io.entitlementledger.event.."));

  /** Commands carry Axon's routing annotation, and the shell carries its messages; no more. */
  private static final ArchRule DECISIONS_ARE_PURE =
      classes()
          .that(resideInAnyPackage("io.entitlementledger.account.."))
          .and(not(simpleName("AccountLedger")))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      with(
                          "io.entitlementledger.value..",
                          "io.entitlementledger.event..",
                          "io.entitlementledger.account.."))
                  .or(simpleName("TargetAggregateIdentifier")));

  private static final ArchRule NO_DECISION_READS_A_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.entitlementledger.value..",
              "io.entitlementledger.event..",
              "io.entitlementledger.account..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");

  private static final ArchRule THE_LOG_KNOWS_NO_DOMAIN =
      noClasses()
          .that()
          .resideInAPackage("io.entitlementledger.log..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.entitlementledger.value..",
              "io.entitlementledger.event..",
              "io.entitlementledger.account..",
              "io.entitlementledger.intake..",
              "io.entitlementledger.catalogue..",
              "io.entitlementledger.codec..");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(VALUES_KNOW_ONLY_JAVA, PlantedEventInAValue.class),
        Arguments.of(EVENTS_KNOW_ONLY_VALUES, PlantedMongoInAnEvent.class),
        Arguments.of(DECISIONS_ARE_PURE, PlantedAxonInADecision.class),
        Arguments.of(NO_DECISION_READS_A_CLOCK, PlantedClockInAValue.class),
        Arguments.of(THE_LOG_KNOWS_NO_DOMAIN, PlantedDomainInTheLog.class));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleHolds(ArchRule rule, Class<?> planted) {
    rule.check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleCatchesAPlantedViolation(ArchRule rule, Class<?> planted) {
    JavaClasses violation = new ClassFileImporter().importClasses(planted);

    assertThat(rule.evaluate(violation).hasViolation()).isTrue();
  }

  @Test
  void theRulesSeeTheProgram() {
    assertThat(PROGRAM.size()).isGreaterThan(50);
  }

  private static String[] with(String... packages) {
    return Stream.concat(Stream.of(LANGUAGE), Stream.of(packages)).toArray(String[]::new);
  }
}
