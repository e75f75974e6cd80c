package io.entitlementledger.projection.deliveries;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
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
   * @param status {@code applied}, {@code duplicate}, {@code held}, {@code quarantined} or {@code
   *     discarded}
   * @param account the account a delivery is of, or names
   * @param limit the most deliveries to answer with, at least 1
   * @param startingAfter the position of the last delivery of the page before
   * @param source the source they came from; all when it is null
   */
  public record Query(
      @Nullable String status,
      @Nullable String account,
      int limit,
      @Nullable Long startingAfter,
      @Nullable Source source) {
    /** From all sources. */
    public Query(
        @Nullable String status,
        @Nullable String account,
        int limit,
        @Nullable Long startingAfter) {
      this(status, account, limit, startingAfter, null);
    }

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
    return current(
        freshness,
        position ->
            page(filter(query), Sorts.descending(ViewStore.POSITION), query.limit(), position));
  }

  /**
   * One delivery.
   *
   * @return empty if there is none of that id
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Optional<DeliveryRecord> get(String id, Freshness freshness) {
    return current(
        freshness,
        _ ->
            Optional.ofNullable(deliveries.find(Filters.eq(id)).first())
                .map(DeliveryDocument::read));
  }

  /**
   * The deliveries of a selection, the oldest first.
   *
   * @param limit the most deliveries to answer with, at least 1
   * @throws io.entitlementledger.projection.replay.ViewBehindException as above
   */
  public Page select(Selection selection, int limit, Freshness freshness) {
    return current(
        freshness,
        position -> page(selection.filter(), Sorts.ascending(ViewStore.POSITION), limit, position));
  }

  /**
   * The deliveries of these ids that there are, in no order.
   *
   * @throws io.entitlementledger.projection.replay.ViewBehindException as above
   */
  public Page all(Collection<String> ids, Freshness freshness) {
    return current(
        freshness,
        position ->
            page(
                Filters.in(ViewStore.ID, ids),
                Sorts.ascending(ViewStore.POSITION),
                ids.size(),
                position));
  }

  private <T> T current(Freshness freshness, LongFunction<T> answer) {
    long needed = currency.awaitLog(freshness).nextPosition() - 1;
    return currency.undisturbed(
        store, DeliveryView.NAME, needed, freshness, () -> answer.apply(needed));
  }

  private Page page(Bson filter, Bson order, int limit, long position) {
    List<DeliveryRecord> found = new ArrayList<>();
    for (Document document : deliveries.find(filter).sort(order).limit(limit + 1)) {
      found.add(DeliveryDocument.read(document));
    }
    boolean hasMore = found.size() > limit;
    List<DeliveryRecord> data = hasMore ? found.subList(0, limit) : found;
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
    if (query.source() != null) {
      all.add(Filters.eq(DeliveryDocument.SOURCE, query.source().name()));
    }
    return all.isEmpty() ? Filters.empty() : Filters.and(all);
  }
}
