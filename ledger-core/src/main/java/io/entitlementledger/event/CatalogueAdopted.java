package io.entitlementledger.event;

/**
 * A catalogue was put into use: deliveries are read by its rules from here on.
 *
 * @param name the catalogue's name, which is the last part of its stream's
 * @param version as the catalogue gives it
 * @param sha256 hex SHA-256 of its bytes in UTF-8
 * @param text the whole catalogue, as it is in use
 */
@Stored(name = "CatalogueAdopted")
public record CatalogueAdopted(String name, String version, String sha256, String text, Cause cause)
    implements LedgerEvent {}
