package io.entitlementledger.projection.directory;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.up;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.Collections;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.Site;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountDirectoryTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Facts log = new Facts();
  private AccountDirectory view;

  @BeforeEach
  void open() {
    view = new AccountDirectory(new ViewStore(mongo.database()));
    view.prepare();
  }

  private Account after(LedgerEvent... events) {
    view.apply(log.record(events));
    return CardReading.account(
        CardDocument.read(
            Objects.requireNonNull(view.accounts().find(Filters.eq(ACCOUNT.toString())).first())));
  }

  @Test
  void anAccountThatWasMerelySeenIsProvisional() {
    Account account = after(new AccountOpened(ACCOUNT, true, at(1)), up(SMS, 1, 1));
    assertThat(account.status()).isEqualTo("provisional");
    assertThat(account.type()).isEqualTo("customer");
    assertThat(account.accountId()).isEqualTo(2779);
    assertThat(account.position()).isEqualTo(1);
  }

  @Test
  void anAccountLivesAndClosesAndLivesAgain() {
    Account active = after(new AccountOpened(ACCOUNT, false, at(1)));
    assertThat(active.status()).isEqualTo("active");
    Account closed = after(new AccountClosed(ACCOUNT, at(5)));
    assertThat(closed.status()).isEqualTo("closed");
    assertThat(closed.closedAt()).isEqualTo(minute(5));
    Account again = after(new AccountReopened(ACCOUNT, 2, at(9)));
    assertThat(again.status()).isEqualTo("active");
    assertThat(again.generation()).isEqualTo(2);
    assertThat(again.openedAt()).isEqualTo(minute(9));
    assertThat(again.closedAt()).isNull();
  }

  @Test
  void anOldClosureThatComesLateDoesNotCloseAnAccountThatIsOpenToday() {
    Account account =
        after(
            new AccountOpened(ACCOUNT, true, at(1)),
            new AccountOpened(ACCOUNT, false, at(9)),
            new AccountClosed(ACCOUNT, at(4)));
    assertThat(account.status()).isEqualTo("active");
    assertThat(account.openedAt()).isEqualTo(minute(9));
  }

  @Test
  void theExternalIdIsThatOfTheLatestEffectiveTime() {
    assertThat(
            after(
                    new ExternalIdAssigned(ACCOUNT, "new", null, at(9)),
                    new ExternalIdAssigned(ACCOUNT, "old", null, at(4)))
                .externalId())
        .isEqualTo("new");
  }

  @Test
  void sitesComeChangeAndGo() {
    assertThat(
            after(
                    new SiteAdded(ACCOUNT, new Site(7, "HQ"), at(1)),
                    new SiteAdded(ACCOUNT, new Site(8, "Barn"), at(1)),
                    new SiteChanged(ACCOUNT, new Site(7, "Head"), List.of(), at(2)))
                .sites())
        .containsExactly(new Account.Site(7, "Head"), new Account.Site(8, "Barn"));
    assertThat(after(new SiteRemoved(ACCOUNT, new Site(7, "Head"), at(3))).sites())
        .containsExactly(new Account.Site(8, "Barn"));
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    view.apply(
        log.record(
            new AccountOpened(ACCOUNT, true, at(1)),
            new SiteAdded(ACCOUNT, new Site(7, null), at(1)),
            new ExternalIdAssigned(ACCOUNT, "1565", null, at(1))));
    var before = Collections.of(mongo.database());
    view.apply(log.all());
    view.apply(log.all().subList(1, 2));
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
  }
}
