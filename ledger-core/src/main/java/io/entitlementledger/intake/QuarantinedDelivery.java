package io.entitlementledger.intake;

import io.entitlementledger.event.DeliveryQuarantined;
import org.axonframework.commandhandling.CommandHandler;
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

  @EventSourcingHandler
  void on(DeliveryQuarantined event) {
    delivery = event.delivery();
  }

  /** Axon would step over it, and decisions would be taken on a state that is not the log's. */
  @EventSourcingHandler
  @SuppressWarnings("DoNotCallSuggester") // Axon calls it
  void on(UnknownSerializedType unknown) {
    throw new IllegalStateException(
        "This version of the ledger does not know an event that is stored in this stream");
  }
}
