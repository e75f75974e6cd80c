package io.entitlementledger.projection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.entitlementledger.projection.directory.PlantedAxonInAView;
import io.entitlementledger.projection.directory.PlantedCommandInAView;
import io.entitlementledger.projection.history.PlantedAnswerInTheHistory;
import io.entitlementledger.projection.replay.PlantedViewInTheReplay;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the views, and for each a planted violation that it catches. */
class ProjectionArchitectureTest {
  private static final ArchRule AXON_IS_ONLY_IN_THE_REPLAY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entitlementledger.projection.replay..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.axonframework..");

  private static final ArchRule THE_REPLAY_KNOWS_NO_VIEW =
      classes()
          .that()
          .resideInAPackage("io.entitlementledger.projection.replay..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.entitlementledger.projection",
              "io.entitlementledger.projection.directory..",
              "io.entitlementledger.projection.entitlements..",
              "io.entitlementledger.projection.history..",
              "io.entitlementledger.projection.audit..",
              "io.entitlementledger.projection.deliveries..");

  /** Only entitlements are made from changes; no other view knows another. */
  private static final ArchRule HISTORY_KNOWS_NO_OTHER_VIEW =
      noClasses()
          .that()
          .resideInAPackage("io.entitlementledger.projection.history..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.entitlementledger.projection.directory..",
              "io.entitlementledger.projection.entitlements..",
              "io.entitlementledger.projection.audit..",
              "io.entitlementledger.projection.deliveries..");

  private static final ArchRule A_VIEW_IS_MADE_FROM_EVENTS_ALONE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.entitlementledger.account..",
              "io.entitlementledger.intake..",
              "io.entitlementledger.catalogue..");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(AXON_IS_ONLY_IN_THE_REPLAY, PlantedAxonInAView.class),
        Arguments.of(THE_REPLAY_KNOWS_NO_VIEW, PlantedViewInTheReplay.class),
        Arguments.of(HISTORY_KNOWS_NO_OTHER_VIEW, PlantedAnswerInTheHistory.class),
        Arguments.of(A_VIEW_IS_MADE_FROM_EVENTS_ALONE, PlantedCommandInAView.class));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleHolds(ArchRule rule, Class<?> planted) {
    JavaClasses main =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.entitlementledger.projection");

    assertThat(main.size()).isGreaterThan(50);
    rule.check(main);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleCatchesAPlantedViolation(ArchRule rule, Class<?> planted) {
    JavaClasses violation = new ClassFileImporter().importClasses(planted);

    assertThat(rule.evaluate(violation).hasViolation()).isTrue();
  }
}
