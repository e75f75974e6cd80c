package io.entitlementledger.runtime;

import io.entitlementledger.account.AccountLedger;
import java.util.concurrent.Executor;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.Aggregate;

/**
 * Takes a snapshot of an account as it is in memory. Axon's own would read the account's last
 * snapshot and all events since, to write down what its repository has already.
 */
final class AccountSnapshotter extends AggregateSnapshotter {
  private final Configuration axon;

  /**
   * @param executor takes the snapshots; the sender of a delivery does not wait for them
   */
  AccountSnapshotter(Configuration axon, Executor executor) {
    super(builder().eventStore(axon.eventStore()).executor(executor));
    this.axon = axon;
  }

  @Override
  protected Runnable createSnapshotterTask(Class<?> type, String account) {
    return () -> {
      // Only while the account is loaded: no command changes it meanwhile, and none waits longer.
      DomainEventMessage<AccountLedger> snapshot =
          DefaultUnitOfWork.<DomainEventMessage<?>>startAndGet(null)
              .executeWithResult(() -> of(axon.repository(AccountLedger.class).load(account)))
              .getPayload();
      getEventStore().storeSnapshot(snapshot);
    };
  }

  private static DomainEventMessage<AccountLedger> of(Aggregate<AccountLedger> account) {
    return new GenericDomainEventMessage<>(
        account.type(),
        account.identifierAsString(),
        account.version(),
        account.invoke(AccountLedger::asItIs));
  }
}
