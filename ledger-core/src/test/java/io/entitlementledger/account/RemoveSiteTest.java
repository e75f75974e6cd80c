package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.duplicate;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.value.Site;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class RemoveSiteTest {
  private static final Site SITE = new Site(4230, "Site ABC");

  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aRemovedSiteIsNamedAsItWasLastKnown() {
    Cause cause = cause(2, 1, "delete");
    account
        .givenCommands(new AddSite(ACCOUNT, cause(1, 0, "add"), null, SITE))
        .when(remove(cause, new Site(4230, null)))
        .expectEvents(new SiteRemoved(ACCOUNT, SITE, cause));
  }

  @Test
  void removingItAgainIsADuplicate() {
    account
        .givenCommands(
            new AddSite(ACCOUNT, cause(1, 0, "add"), null, SITE), remove(cause(2, 1, "del"), SITE))
        .when(remove(cause(3, 2, "del"), SITE))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void theRemovalOfASiteNeverSeenIsRecorded() {
    Cause cause = cause(2, 1, "delete");
    account
        .givenCommands(Given.open(cause(1, 0, "new")))
        .when(remove(cause, SITE))
        .expectEvents(new SiteRemoved(ACCOUNT, SITE, cause));
  }

  private static RemoveSite remove(Cause cause, Site site) {
    return new RemoveSite(ACCOUNT, cause, null, site);
  }
}
