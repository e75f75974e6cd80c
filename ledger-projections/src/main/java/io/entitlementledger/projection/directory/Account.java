package io.entitlementledger.projection.directory;

import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as the directory knows it, once every known fact has come into effect.
 *
 * @param account its identity, {@code {source}.{type}.{account_id}}
 * @param type {@code customer}, {@code reseller} or {@code platform}
 * @param accountId the sender's number of it
 * @param status {@code provisional}, {@code active} or {@code closed}
 * @param generation which life it is in, from 1; a reopening begins another
 * @param externalId the customer's id in the reseller's own systems
 * @param sites the sites that are there, by id
 * @param openedAt when its present life began to count
 * @param closedAt when it was closed; null unless it is closed
 * @param position of the last event taken in
 */
public record Account(
    AccountId account,
    String type,
    long accountId,
    String status,
    int generation,
    @Nullable String externalId,
    List<Site> sites,
    @Nullable Instant openedAt,
    @Nullable Instant closedAt,
    long position) {

  /** A site of a customer, as the sender names it. */
  public record Site(long siteId, @Nullable String name) {}
}
