package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.duplicate;

import io.entitlementledger.event.Cause;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.value.Site;
import java.util.List;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class ChangeSiteTest {
  private static final Site SITE = new Site(4230, "Site ABC");

  private final FixtureConfiguration<AccountLedger> account = Given.account();

  @Test
  void aChangeKeepsTheNameItDoesNotTell() {
    Cause cause = cause(2, 1, "update");
    account
        .givenCommands(new AddSite(ACCOUNT, cause(1, 0, "add"), null, SITE))
        .when(change(cause, new Site(4230, null), "Address"))
        .expectEvents(new SiteChanged(ACCOUNT, SITE, List.of("Address"), cause));
  }

  @Test
  void aChangeThatTellsNothingNewIsADuplicate() {
    account
        .givenCommands(new AddSite(ACCOUNT, cause(1, 0, "add"), null, SITE))
        .when(change(cause(2, 1, "update"), SITE))
        .expectResultMessagePayload(duplicate("present_state", null));
  }

  @Test
  void aChangeOfASiteNeverSeenIsRecordedAsOne() {
    Cause cause = cause(2, 1, "update");
    account
        .givenCommands(Given.open(cause(1, 0, "new")))
        .when(change(cause, SITE, "Address"))
        .expectEvents(new SiteChanged(ACCOUNT, SITE, List.of("Address"), cause));
  }

  private static ChangeSite change(Cause cause, Site site, String... fields) {
    return new ChangeSite(ACCOUNT, cause, null, site, List.of(fields));
  }
}
