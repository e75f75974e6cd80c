package io.entitlementledger.catalogue;

import io.entitlementledger.event.CatalogueAdopted;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/** The aggregate of one catalogue: which of its versions is in use. */
public final class CatalogueInUse {
  @AggregateIdentifier
  @SuppressWarnings("UnusedVariable") // Axon reads it
  private @Nullable String stream;

  private @Nullable String inUse;

  /** The hash of every version that was ever in use. */
  private final Map<String, String> versions = new HashMap<>();

  CatalogueInUse() {}

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(AdoptCatalogue command) {
    String known = versions.get(command.version());
    if (known != null && !known.equals(command.sha256())) {
      throw new CatalogueVersionException(
          "the catalogue %s has other rules than when its version %s was put into use; give it a"
                  .formatted(command.name(), command.version())
              + " version of its own");
    }
    if (!command.version().equals(inUse)) {
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
    inUse = event.version();
    versions.put(event.version(), event.sha256());
  }

  /** Axon would step over it, and decisions would be taken on a state that is not the log's. */
  @EventSourcingHandler
  @SuppressWarnings("DoNotCallSuggester") // Axon calls it
  void on(UnknownSerializedType unknown) {
    throw new IllegalStateException(
        "This version of the ledger does not know an event that is stored in this stream");
  }
}
