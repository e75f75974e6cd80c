package io.entitlementledger.log;

import com.github.f4b6a3.uuid.UuidCreator;
import org.axonframework.common.IdentifierFactory;

/**
 * Mints the ids of Axon's messages: {@code evt_} and a UUIDv7, so that ids sort roughly by time.
 *
 * <p>Axon finds it through {@code META-INF/services} and has no other hook for the id of an event
 * that an aggregate applies. The factory is asked for every message, so commands and queries that
 * name no id of their own carry the prefix too; only those of events are stored.
 */
public final class Ids extends IdentifierFactory {
  @Override
  public String generateIdentifier() {
    return "evt_" + UuidCreator.getTimeOrderedEpoch();
  }
}
