package io.entitlementledger.projection.deliveries;

import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are meant.
 *
 * @param statuses their status is one of these
 * @param reason the code of why they are what they are
 * @param account the account they are of, or name
 * @param receivedFrom received at this instant or later
 * @param receivedTo received before this instant
 */
public record Selection(
    List<String> statuses,
    @Nullable String reason,
    @Nullable String account,
    @Nullable String source,
    @Nullable Instant receivedFrom,
    @Nullable Instant receivedTo) {

  Bson filter() {
    List<Bson> all = new ArrayList<>();
    all.add(Filters.in(DeliveryDocument.STATUS, statuses));
    equal(all, DeliveryDocument.REASON, reason);
    equal(all, DeliveryDocument.ACCOUNT, account);
    equal(all, DeliveryDocument.SOURCE, source);
    if (receivedFrom != null) {
      all.add(Filters.gte(DeliveryDocument.RECEIVED_AT, receivedFrom));
    }
    if (receivedTo != null) {
      all.add(Filters.lt(DeliveryDocument.RECEIVED_AT, receivedTo));
    }
    return Filters.and(all);
  }

  private static void equal(List<Bson> all, String field, @Nullable String value) {
    if (value != null) {
      all.add(Filters.eq(field, value));
    }
  }
}
