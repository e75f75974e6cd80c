package io.entitlementledger.intake;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.Verdict;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryQuarantined;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.event.QuarantineEvent;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/** The aggregate of one delivery that could not be read. */
public final class QuarantinedDelivery {
  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // Axon reads it
  private @Nullable String delivery;

  /** Why it was quarantined, while it waits for a person. */
  private @Nullable Cause waiting;

  QuarantinedDelivery() {}

  @CommandHandler
  QuarantinedDelivery(QuarantineDelivery command) {
    AggregateLifecycle.apply(
        new DeliveryQuarantined(
            command.delivery(),
            command.source(),
            command.reason(),
            command.pointer(),
            command.detail(),
            command.account(),
            command.cause()));
  }

  /**
   * Has the account decide within this unit of work, so that one commit holds both: the delivery is
   * never retried without what it led to, nor counted while it still waits.
   */
  @CommandHandler
  Outcome handle(RetryDelivery command, CommandGateway accounts) {
    waiting(command.delivery());
    Cause cause = command.command().cause().ruledBy(command.ruling());
    AccountCommand asked = command.command().with(cause);
    Outcome outcome = accounts.sendAndWait(asked);
    AggregateLifecycle.apply(
        new DeliveryRetried(
            command.delivery(),
            asked.account(),
            DeliveryRetried.Result.valueOf(outcome.verdict().name()),
            outcome.reason(),
            outcome.original(),
            command.ruling().idempotencyKey(),
            cause));
    return outcome;
  }

  @CommandHandler
  Outcome handle(DiscardQuarantined command) {
    Cause cause = waiting(command.delivery()).ruledBy(command.ruling());
    AggregateLifecycle.apply(
        new QuarantineDiscarded(command.delivery(), command.ruling().idempotencyKey(), cause));
    return new Outcome(Verdict.DISCARDED, null, null, List.of());
  }

  private Cause waiting(String asked) {
    if (waiting == null) {
      throw new NothingWaitsException(asked);
    }
    return waiting;
  }

  @EventSourcingHandler
  void on(QuarantineEvent event) {
    delivery = event.delivery();
    waiting =
        switch (event) {
          case DeliveryQuarantined quarantined -> quarantined.cause();
          case DeliveryRetried _, QuarantineDiscarded _ -> null;
        };
  }

  /** Axon would step over it, and decisions would be taken on a state that is not the log's. */
  @EventSourcingHandler
  @SuppressWarnings("DoNotCallSuggester") // Axon calls it
  void on(UnknownSerializedType unknown) {
    throw new IllegalStateException(
        "This version of the ledger does not know an event that is stored in this stream");
  }
}
