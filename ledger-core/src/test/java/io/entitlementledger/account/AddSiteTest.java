package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.duplicate;

import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.value.Site;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class AddSiteTest {
  private static final Site SITE = new Site(4230, "Site ABC");

  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aSiteOfAnAccountNeverSeenOpensItProvisionally() {
    Cause cause = cause(1, 0, "add");
    account
        .givenNoPriorActivity()
        .when(add(cause, SITE))
        .expectEvents(new AccountOpened(ACCOUNT, true, cause), new SiteAdded(ACCOUNT, SITE, cause));
  }

  @Test
  void theSameSiteAgainIsADuplicate() {
    account
        .givenCommands(add(cause(1, 0, "add"), SITE))
        .when(add(cause(2, 1, "add"), SITE))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void aKnownSiteUnderAnotherNameIsAChangeOfIt() {
    Cause again = cause(2, 1, "add");
    Site renamed = new Site(4230, "Site XYZ");
    account
        .givenCommands(add(cause(1, 0, "add"), SITE))
        .when(add(again, renamed))
        .expectEvents(new SiteChanged(ACCOUNT, renamed, List.of(), again));
  }

  @Test
  void aRemovedSiteCanBeAddedAgain() {
    Cause again = cause(3, 2, "add");
    account
        .givenCommands(
            add(cause(1, 0, "add"), SITE),
            new RemoveSite(ACCOUNT, cause(2, 1, "delete"), null, SITE))
        .when(add(again, SITE))
        .expectEvents(new SiteAdded(ACCOUNT, SITE, again));
  }

  private static AddSite add(Cause cause, Site site) {
    return new AddSite(ACCOUNT, cause, null, site);
  }
}
