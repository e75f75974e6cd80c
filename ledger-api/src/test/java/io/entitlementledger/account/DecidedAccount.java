package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.value.LineKey;
import java.time.Instant;

/** One account as its aggregate decides and folds it, without a store. */
public final class DecidedAccount {
  private AccountState state = AccountState.UNSEEN;

  /** Takes a delivery as the aggregate does. */
  public Outcome take(AccountCommand command) {
    AccountCommand timed = new TakeDelivery(command).notBefore(state.latestDelivery());
    Decision decision = AccountDecisions.decide(state, timed);
    for (AccountEvent event : decision.events()) {
      state = state.evolve(event);
    }
    return decision.outcome();
  }

  /** The quantity of a line, {@code product/module/sku}, at an instant. */
  public long quantityAt(String line, Instant instant) {
    return state.quantityAt(LineKey.parse(line), instant).units();
  }
}
