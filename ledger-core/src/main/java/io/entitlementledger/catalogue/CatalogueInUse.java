package io.entitlementledger.catalogue;

import io.entitlementledger.event.CatalogueAdopted;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The aggregate of one catalogue: which of its versions is in use. */
public final class CatalogueInUse {
  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // Axon reads it
  private @Nullable String stream;

  private @Nullable String sha256;

  CatalogueInUse() {}

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(AdoptCatalogue command) {
    if (!command.sha256().equals(sha256)) {
      AggregateLifecycle.apply(
          new CatalogueAdopted(
              command.name(),
              command.version(),
              command.sha256(),
              command.text(),
              command.cause()));
    }
  }

  @EventSourcingHandler
  void on(CatalogueAdopted event) {
    stream = "catalogue." + event.name();
    sha256 = event.sha256();
  }
}
