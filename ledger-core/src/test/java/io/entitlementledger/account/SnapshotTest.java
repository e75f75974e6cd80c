package io.entitlementledger.account;

import static io.entitlementledger.account.Given.ACCOUNT;
import static io.entitlementledger.account.Given.SMS;
import static io.entitlementledger.account.Given.cause;
import static io.entitlementledger.account.Given.changes;
import static io.entitlementledger.account.Given.close;
import static io.entitlementledger.account.Given.discard;
import static io.entitlementledger.account.Given.gauge;
import static io.entitlementledger.account.Given.less;
import static io.entitlementledger.account.Given.more;
import static io.entitlementledger.account.Given.open;
import static io.entitlementledger.account.Given.units;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.codec.LedgerSerializer;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SnapshotTest {
  private static final LedgerSerializer SERIALIZER = new LedgerSerializer();
  private static final List<AccountCommand> LIFE =
      List.of(
          open(cause(1, 0, "new")),
          new AddSite(ACCOUNT, cause(2, 1, "site"), "1565", new Site(1, "One")),
          changes(cause(3, 2, "a", "key-1"), more(SMS, 5, null)),
          changes(cause(4, 3, "a"), more(SMS, 5, null)),
          gauge(cause(5, 4, "13"), 13),
          close(cause(6, 5, "deleted")),
          changes(cause(7, 6, "echo"), less(SMS, 2, null)),
          open(cause(8, 7, "new")),
          new ChangeLines(
              ACCOUNT,
              cause(9, 8, "named"),
              null,
              List.of(
                  new LineChange(
                      SMS, Direction.INCREASE, units(1), true, "NUW1", new Skus("43", "33"))),
              DuplicateWindows.DEFAULT),
          changes(cause(10, 9, "named"), more(SMS, 1, "NUW1")),
          changes(cause(11, 10, "other"), more(SMS, 2, "NUW1")));

  /** Every member of the state must come back, or an account would change when it is reloaded. */
  @Test
  void anAccountReadBackFromItsSnapshotDecidesAsBefore() {
    AccountLedger account = account();

    SerializedObject<String> snapshot = SERIALIZER.serialize(account, String.class);
    AccountLedger read = SERIALIZER.deserialize(snapshot);

    assertThat(read).usingRecursiveComparison().isEqualTo(account);
  }

  /**
   * A state of another shape needs another revision, or accounts would be restored from snapshots
   * that lack what is new. So the shape is approved with its revision in its name.
   */
  @Test
  void theShapeOfASnapshotIsTheOneOfItsRevision() throws IOException {
    SerializedObject<JsonNode> snapshot = SERIALIZER.serialize(account(), JsonNode.class);
    String name =
        "/snapshots/%s-%s.json"
            .formatted(snapshot.getType().getName(), snapshot.getType().getRevision());

    try (InputStream approved =
        Objects.requireNonNull(SnapshotTest.class.getResourceAsStream(name), name)) {
      assertThat(snapshot.getData()).isEqualTo(JsonMapper.shared().readTree(approved));
    }
  }

  private static AccountLedger account() {
    AccountLedger account = new AccountLedger();
    AccountState state = AccountState.UNSEEN;
    for (AccountCommand command : LIFE) {
      state = after(state, account, AccountDecisions.decide(state, command));
    }
    after(state, account, AccountDecisions.discard(state, discard(11)));
    return account;
  }

  private static AccountState after(AccountState before, AccountLedger account, Decision decision) {
    AccountState state = before;
    for (AccountEvent event : decision.events()) {
      state = state.evolve(event);
      account.on(event);
    }
    return state;
  }
}
