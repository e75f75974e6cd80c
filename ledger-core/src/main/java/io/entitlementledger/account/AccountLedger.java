package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.value.AccountId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate: one account's events and the decisions on them. It only carries messages between
 * Axon and the pure code beside it.
 *
 * <p>The revision is that of its snapshots: raise it when {@code AccountState} changes its shape,
 * and older snapshots are left aside.
 */
@Revision("3")
public final class AccountLedger {
  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // Axon reads it
  private @Nullable AccountId account;

  private AccountState state = AccountState.UNSEEN;

  AccountLedger() {}

  private AccountLedger(@Nullable AccountId account, AccountState state) {
    this.account = account;
    this.state = state;
  }

  /** This account as it is, which later events do not change. */
  public AccountLedger asItIs() {
    return new AccountLedger(account, state);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(TakeDelivery delivery) {
    return decide(delivery.notBefore(state.latestDelivery()));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(ChangeLines command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(SetGauge command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(OpenAccount command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(ChangeAccount command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(CloseAccount command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(AddSite command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(ChangeSite command) {
    return decide(command);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  Outcome handle(RemoveSite command) {
    return decide(command);
  }

  @CommandHandler
  Outcome handle(ReleaseDelivery command) {
    return apply(AccountDecisions.release(state, command));
  }

  @CommandHandler
  Outcome handle(DiscardDelivery command) {
    return apply(AccountDecisions.discard(state, command));
  }

  private Outcome decide(AccountCommand command) {
    return apply(AccountDecisions.decide(state, command));
  }

  private static Outcome apply(Decision decision) {
    decision.events().forEach(AggregateLifecycle::apply);
    return decision.outcome();
  }

  @EventSourcingHandler
  void on(AccountEvent event) {
    account = event.account();
    state = state.evolve(event);
  }

  /** Axon would step over it, and decisions would be taken on a state that is not the log's. */
  @EventSourcingHandler
  @SuppressWarnings("DoNotCallSuggester") // Axon calls it
  void on(UnknownSerializedType unknown) {
    throw new IllegalStateException(
        "This version of the ledger does not know an event that is stored in this stream");
  }
}
