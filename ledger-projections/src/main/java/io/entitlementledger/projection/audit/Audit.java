package io.entitlementledger.projection.audit;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Answers everything that happened to an account: by whom, why, before and after. */
public final class Audit {
  private final MongoCollection<Document> entries;
  private final ViewStore store;
  private final Currency currency;

  public Audit(AuditTrail view, ViewStore store, Currency currency) {
    this.entries = view.entries();
    this.store = store;
    this.currency = currency;
  }

  /** The order of a trail, by position. */
  public enum Order {
    ASC,
    DESC
  }

  /**
   * What is asked for.
   *
   * @param from recorded at this instant or later
   * @param to recorded before this instant
   * @param type the stored name of the event
   * @param product of lines of this product, also where the delivery was held
   * @param limit the most entries to answer with, at least 1
   * @param startingAfter the position of the last entry of the page before
   */
  public record Query(
      AccountId account,
      Order order,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String type,
      @Nullable String product,
      int limit,
      @Nullable Long startingAfter) {
    /** The first entries of an account, oldest first. */
    public static Query first(AccountId account, int limit) {
      return new Query(account, Order.ASC, null, null, null, null, limit, null);
    }
  }

  /**
   * A page of a trail.
   *
   * @param position what the answer has taken in at least: the account's last event when asked
   */
  public record Page(AccountId account, long position, List<AuditEntry> data, boolean hasMore) {}

  /**
   * The entries of an account's trail.
   *
   * @return empty if the log has no event of the account
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Optional<Page> of(Query query, Freshness freshness) {
    currency.awaitLog(freshness);
    OptionalLong needed = currency.lastPosition(query.account());
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        currency.undisturbed(
            store,
            AuditTrail.NAME,
            needed.getAsLong(),
            freshness,
            () -> page(query, needed.getAsLong())));
  }

  private Page page(Query query, long reached) {
    List<AuditEntry> found = new ArrayList<>();
    for (Document document :
        entries
            .find(filter(query))
            .sort(
                switch (query.order()) {
                  case ASC -> Sorts.ascending(ViewStore.ID);
                  case DESC -> Sorts.descending(ViewStore.ID);
                })
            .limit(query.limit() + 1)) {
      found.add(AuditDocument.read(document));
    }
    boolean hasMore = found.size() > query.limit();
    List<AuditEntry> data = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(query.account(), reached, List.copyOf(data), hasMore);
  }

  private static Bson filter(Query query) {
    List<Bson> all = new ArrayList<>();
    all.add(Filters.eq(AuditDocument.ACCOUNT, query.account().toString()));
    if (query.from() != null) {
      all.add(Filters.gte(AuditDocument.RECORDED_AT, query.from()));
    }
    if (query.to() != null) {
      all.add(Filters.lt(AuditDocument.RECORDED_AT, query.to()));
    }
    if (query.type() != null) {
      all.add(Filters.eq(AuditDocument.TYPE, query.type()));
    }
    if (query.product() != null) {
      all.add(Filters.eq(AuditDocument.PRODUCTS, query.product()));
    }
    Long after = query.startingAfter();
    if (after != null) {
      all.add(
          switch (query.order()) {
            case ASC -> Filters.gt(ViewStore.ID, after);
            case DESC -> Filters.lt(ViewStore.ID, after);
          });
    }
    return Filters.and(all);
  }
}
