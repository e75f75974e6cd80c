package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Ruling;
import java.time.Instant;
import java.util.List;

/** One account as its aggregate decides and folds it, without a store. */
public final class DecidedAccount {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final Ruling RULING =
      new Ruling(new Actor(Actor.Kind.KEY, "key_1"), "A person said so.", "act-1");

  private AccountState state = AccountState.UNSEEN;

  /** Takes a delivery as the aggregate does. */
  public Outcome take(AccountCommand command) {
    AccountCommand timed = new TakeDelivery(command).notBefore(state.latestDelivery());
    return decided(AccountDecisions.decide(state, timed));
  }

  /**
   * Releases a delivery as the aggregate does.
   *
   * @throws NothingWaitsException if it is not held
   */
  public Outcome release(String delivery) {
    return decided(AccountDecisions.release(state, new ReleaseDelivery(ACCOUNT, delivery, RULING)));
  }

  /**
   * Discards a delivery as the aggregate does.
   *
   * @throws NothingWaitsException if it is not held
   */
  public Outcome discard(String delivery) {
    return decided(AccountDecisions.discard(state, new DiscardDelivery(ACCOUNT, delivery, RULING)));
  }

  private Outcome decided(Decision decision) {
    for (AccountEvent event : decision.events()) {
      state = state.evolve(event);
    }
    return decision.outcome();
  }

  /** The lines it has ever had, as {@code product/module/sku}. */
  public List<String> lines() {
    return state.lines().keySet().stream().map(LineKey::toString).toList();
  }

  /** The quantity of a line, {@code product/module/sku}, at an instant. */
  public long quantityAt(String line, Instant instant) {
    return state.quantityAt(LineKey.parse(line), instant).units();
  }
}
