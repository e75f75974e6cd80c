package io.entitlementledger.catalogue;

import io.entitlementledger.event.CatalogueAdopted;
import io.entitlementledger.event.Cause;
import io.entitlementledger.value.Actor;
import java.time.Instant;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class AdoptCatalogueTest {
  private static final Cause CAUSE =
      new Cause(
          Instant.parse("2026-03-01T12:00:00.000Z"),
          new Actor(Actor.Kind.SYSTEM, "catalogue"),
          null,
          null,
          "1");

  private final AggregateTestFixture<CatalogueInUse> catalogue =
      new AggregateTestFixture<>(CatalogueInUse.class);

  @Test
  void aCatalogueThatIsPutIntoUseIsKeptWhole() {
    catalogue
        .givenNoPriorActivity()
        .when(adopt("1", "aa"))
        .expectEvents(new CatalogueAdopted("ipilot", "1", "aa", "text of 1", CAUSE));
  }

  @Test
  void theCatalogueInUseIsNotAdoptedAgain() {
    catalogue.givenCommands(adopt("1", "aa")).when(adopt("1", "aa")).expectNoEvents();
  }

  @Test
  void aReturnToAnEarlierCatalogueIsAnAdoption() {
    catalogue
        .givenCommands(adopt("1", "aa"), adopt("2", "bb"))
        .when(adopt("1", "aa"))
        .expectEvents(new CatalogueAdopted("ipilot", "1", "aa", "text of 1", CAUSE));
  }

  @Test
  void oneVersionNeverStandsForTwoSetsOfRules() {
    catalogue
        .givenCommands(adopt("1", "aa"))
        .when(adopt("1", "bb"))
        .expectNoEvents()
        .expectException(CatalogueVersionException.class);
  }

  private static AdoptCatalogue adopt(String version, String sha256) {
    return new AdoptCatalogue("ipilot", version, sha256, "text of " + version, CAUSE);
  }
}
