package io.entitlementledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.entitlementledger.accounts.PlantedStoreBesideTheProgram;
import io.entitlementledger.node.PlantedHttpInTheNode;
import io.entitlementledger.webhook.PlantedStorageInAReading;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls between the edges, and for each a planted violation that it catches. */
class ApiArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.entitlementledger");

  private static final ArchRule ONLY_THE_PROGRAM_STARTS_THE_EMBEDDED_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.entitlementledger.cli..", "io.entitlementledger.embedded..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.entitlementledger.embedded..");

  private static final ArchRule A_NODE_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("io.entitlementledger.node..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta.servlet..");

  /** Reading is the same for ever: only the controller and the intake touch the world. */
  private static final ArchRule READING_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("io.entitlementledger.webhook..")
          .and()
          .haveSimpleNameNotStartingWith("WebhookController")
          .and()
          .haveSimpleNameNotStartingWith("Intake")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.axonframework..",
              "com.mongodb..",
              "io.entitlementledger.log..",
              "io.entitlementledger.runtime..");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(
            ONLY_THE_PROGRAM_STARTS_THE_EMBEDDED_STORE, PlantedStoreBesideTheProgram.class),
        Arguments.of(A_NODE_KNOWS_NO_HTTP, PlantedHttpInTheNode.class),
        Arguments.of(READING_IS_PURE, PlantedStorageInAReading.class));
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
}
