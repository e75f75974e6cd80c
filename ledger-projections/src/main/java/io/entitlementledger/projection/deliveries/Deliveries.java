package io.entitlementledger.projection.deliveries;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.log.Head;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Answers what became of deliveries. */
public final class Deliveries {
  private final MongoCollection<Document> deliveries;
  private final ViewStore store;
  private final Currency currency;

  public Deliveries(DeliveryView view, ViewStore store, Currency currency) {
    this.deliveries = view.deliveries();
    this.store = store;
    this.currency = currency;
  }

  /**
   * What is asked for.
   *
   * @param status {@code applied}, {@code duplicate}, {@code held} or {@code quarantined}
   * @param account the account a delivery is of, or names
   * @param limit the most deliveries to answer with, at least 1
   * @param startingAfter the position of the last delivery of the page before
   */
  public record Query(
      @Nullable String status, @Nullable String account, int limit, @Nullable Long startingAfter) {
    /** The newest deliveries of all. */
    public static Query newest(int limit) {
      return new Query(null, null, limit, null);
    }
  }

  /**
   * Deliveries, the newest first.
   *
   * @param position the position of the log the answer has taken in at least
   */
  public record Page(long position, List<DeliveryRecord> data, boolean hasMore) {}

  /**
   * The deliveries that fit.
   *
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Page find(Query query, Freshness freshness) {
    Head head = currency.awaitLog(freshness);
    long needed = head.nextPosition() - 1;
    return currency.undisturbed(
        store, DeliveryView.NAME, needed, freshness, () -> page(query, needed));
  }

  /**
   * One delivery.
   *
   * @return empty if there is none of that id
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Optional<DeliveryRecord> get(String id, Freshness freshness) {
    Head head = currency.awaitLog(freshness);
    return currency.undisturbed(
        store,
        DeliveryView.NAME,
        head.nextPosition() - 1,
        freshness,
        () ->
            Optional.ofNullable(deliveries.find(Filters.eq(id)).first())
                .map(DeliveryDocument::read));
  }

  private Page page(Query query, long position) {
    List<DeliveryRecord> found = new ArrayList<>();
    for (Document document :
        deliveries
            .find(filter(query))
            .sort(Sorts.descending(ViewStore.POSITION))
            .limit(query.limit() + 1)) {
      found.add(DeliveryDocument.read(document));
    }
    boolean hasMore = found.size() > query.limit();
    List<DeliveryRecord> data = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(position, List.copyOf(data), hasMore);
  }

  private static Bson filter(Query query) {
    List<Bson> all = new ArrayList<>();
    if (query.status() != null) {
      all.add(Filters.eq(DeliveryDocument.STATUS, query.status()));
    }
    if (query.account() != null) {
      all.add(Filters.eq(DeliveryDocument.ACCOUNT, query.account()));
    }
    if (query.startingAfter() != null) {
      all.add(Filters.lt(ViewStore.POSITION, query.startingAfter()));
    }
    return all.isEmpty() ? Filters.empty() : Filters.and(all);
  }
}
