package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.codec.LedgerSerializer;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.value.Site;
import java.util.List;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final List<AccountCommand> LIFE =
      List.of(
          open(cause(1, 0, "new")),
          new AddSite(ACCOUNT, cause(2, 1, "site"), "1565", new Site(1, "One")),
          changes(cause(3, 2, "a", "key-1"), more(SMS, 5, null)),
          changes(cause(4, 3, "a"), more(SMS, 5, null)),
          gauge(cause(5, 4, "13"), 13),
          close(cause(6, 5, "deleted")));

  /** Every member of the state must come back, or an account would change when it is reloaded. */
  @Test
  void anAccountReadBackFromItsSnapshotDecidesAsBefore() {
    LedgerSerializer serializer = new LedgerSerializer();
    AccountLedger account = new AccountLedger();
    AccountState state = AccountState.UNSEEN;
    for (AccountCommand command : LIFE) {
      for (AccountEvent event : AccountDecisions.decide(state, command).events()) {
        state = state.evolve(event);
        account.on(event);
      }
    }

    SerializedObject<String> snapshot = serializer.serialize(account, String.class);
    AccountLedger read = serializer.deserialize(snapshot);

    assertThat(snapshot.getType().getName()).isEqualTo("AccountLedger");
    assertThat(read).usingRecursiveComparison().isEqualTo(account);
  }
}
