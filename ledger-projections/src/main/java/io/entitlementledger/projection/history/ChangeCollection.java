package io.entitlementledger.projection.history;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** A collection of changes, one document each under its position. */
public final class ChangeCollection {
  private static final int BATCH = 1000;

  private final MongoCollection<Document> collection;

  public ChangeCollection(ViewStore store, String name) {
    collection = store.collection(name);
  }

  /** Makes the indexes where they are not there. */
  public void prepare() {
    collection.createIndex(
        Indexes.ascending(ChangeDocument.ACCOUNT, ChangeDocument.EFFECTIVE_AT, ChangeDocument.ID));
    collection.createIndex(Indexes.ascending(ChangeDocument.ACCOUNT, ChangeDocument.ID));
  }

  /** Writes changes, each in place of itself if it is there. */
  public void put(List<Change> changes) {
    ViewStore.put(collection, changes.stream().map(ChangeDocument::write).toList());
  }

  /** The newest change of an account that was recorded by an instant, by a position. */
  public @Nullable Change newest(AccountId account, Instant knownAt, long upTo) {
    Document newest =
        collection
            .find(Filters.and(recorded(account, knownAt), Filters.lte(ChangeDocument.ID, upTo)))
            .sort(Sorts.descending(ChangeDocument.ID))
            .limit(1)
            .first();
    return newest == null ? null : ChangeDocument.read(newest);
  }

  /**
   * Hands over an account's changes in {@link Change#ORDER}, without those that move nothing.
   *
   * @param asOf effective up to this instant; all where it is null
   * @param upTo up to this position
   */
  public void forEach(
      AccountId account, @Nullable Instant asOf, long upTo, Consumer<Change> action) {
    Bson known =
        Filters.and(
            of(account),
            Filters.lte(ChangeDocument.ID, upTo),
            Filters.ne(ChangeDocument.KIND, ChangeDocument.OTHER));
    Bson filter =
        asOf == null ? known : Filters.and(known, Filters.lte(ChangeDocument.EFFECTIVE_AT, asOf));
    try (MongoCursor<Document> cursor =
        collection
            .find(filter)
            .sort(
                Sorts.ascending(
                    ChangeDocument.ACCOUNT, ChangeDocument.EFFECTIVE_AT, ChangeDocument.ID))
            .batchSize(BATCH)
            .cursor()) {
      cursor.forEachRemaining(document -> action.accept(ChangeDocument.read(document)));
    }
  }

  public void clear() {
    collection.drop();
    prepare();
  }

  private static Bson of(AccountId account) {
    return Filters.eq(ChangeDocument.ACCOUNT, account.toString());
  }

  private static Bson recorded(AccountId account, Instant knownAt) {
    return Filters.and(of(account), Filters.lte(ChangeDocument.RECORDED_AT, knownAt));
  }
}
