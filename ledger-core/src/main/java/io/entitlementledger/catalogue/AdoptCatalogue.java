package io.entitlementledger.catalogue;

import io.entitlementledger.event.Cause;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Puts a catalogue into use; nothing happens where it is in use already.
 *
 * @param version as the catalogue gives it
 * @param sha256 hex SHA-256 of its bytes in UTF-8
 * @param text the whole catalogue
 */
public record AdoptCatalogue(String name, String version, String sha256, String text, Cause cause) {
  /** The stream of a catalogue. */
  @TargetAggregateIdentifier
  public String stream() {
    return "catalogue." + name;
  }
}
