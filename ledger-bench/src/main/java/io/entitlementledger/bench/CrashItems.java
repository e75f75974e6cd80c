package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.COUNTERS;
import static io.entitlementledger.bench.CrashStore.ITEMS;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.entitlementledger.bench.CrashOperation.Call;
import io.entitlementledger.bench.CrashOperation.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Operations that write one document. */
final class CrashItems {
  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER).upsert(false);

  private final CrashDocuments documents;

  CrashItems(CrashDocuments documents) {
    this.documents = documents;
  }

  private static CrashOperation one(
      Call call, Document answer, CrashPlace place, @Nullable Document after) {
    Map<CrashPlace, @Nullable Document> change = new HashMap<>();
    change.put(place, after);
    return new CrashOperation(call, answer, List.of(new Step(change)), -1);
  }

  CrashOperation insert() {
    Document item = documents.item();
    return one(
        database -> {
          database.getCollection(ITEMS).insertOne(item);
          return new Document();
        },
        new Document(),
        CrashDocuments.place(ITEMS, item),
        CrashStore.brief(item));
  }

  /** Moves it in one index or another. */
  private Bson change(Document item, Document after) {
    int group = item.getInteger("g");
    int other =
        group == CrashDocuments.LARGE ? group : documents.random.nextInt(CrashDocuments.GROUPS);
    after.append("g", other).append("n", item.getInteger("n") + 1);
    Bson always = Updates.combine(Updates.inc("n", 1), Updates.set("g", other));
    if (after.remove("tag") != null) {
      return Updates.combine(always, Updates.unset("tag"));
    }
    after.append("tag", "t");
    return Updates.combine(always, Updates.set("tag", "t"));
  }

  CrashOperation update(Document item) {
    CrashPlace place = CrashDocuments.place(ITEMS, item);
    Document after = new Document(item);
    Bson update = change(item, after);
    return one(
        database ->
            CrashAnswer.ofUpdate(
                database.getCollection(ITEMS).updateOne(Filters.eq(place.id()), update)),
        CrashAnswer.update(1, false),
        place,
        after);
  }

  CrashOperation findAndUpdate(Document item) {
    Document after = new Document(item);
    Bson update = change(item, after);
    Bson filter = Filters.and(Filters.eq("w", documents.writer), Filters.eq("v", item.get("v")));
    return one(
        database ->
            CrashStore.brief(
                Objects.requireNonNullElseGet(
                    database.getCollection(ITEMS).findOneAndUpdate(filter, update, AFTER),
                    Document::new)),
        after,
        CrashDocuments.place(ITEMS, item),
        after);
  }

  CrashOperation replace(Document item) {
    CrashPlace place = CrashDocuments.place(ITEMS, item);
    Document after = documents.item().append("_id", place.id());
    return one(
        database ->
            CrashAnswer.ofUpdate(
                database.getCollection(ITEMS).replaceOne(Filters.eq(place.id()), after)),
        CrashAnswer.update(1, false),
        place,
        CrashStore.brief(after));
  }

  CrashOperation upsert() {
    Document item = documents.item();
    CrashPlace place = CrashDocuments.place(ITEMS, item);
    Document fields = new Document(item);
    fields.remove("_id");
    fields.remove("n");
    Bson update = Updates.combine(new Document("$set", fields), Updates.inc("n", 1));
    return one(
        database ->
            CrashAnswer.ofUpdate(
                database
                    .getCollection(ITEMS)
                    .updateOne(Filters.eq(place.id()), update, new UpdateOptions().upsert(true))),
        CrashAnswer.update(0, true),
        place,
        CrashStore.brief(item.append("n", 1)));
  }

  /** Has to be refused: another of its items has that key. */
  CrashOperation takeKey(Document item) {
    Document other = documents.all(ITEMS).getFirst();
    if (other.equals(item)) {
      return delete(item);
    }
    Bson update = Updates.combine(Updates.inc("n", 1), Updates.set("v", other.get("v")));
    CrashPlace place = CrashDocuments.place(ITEMS, item);
    return one(
        database ->
            CrashAnswer.refusalOf(
                () -> database.getCollection(ITEMS).updateOne(Filters.eq(place.id()), update)),
        CrashAnswer.refused(),
        place,
        item);
  }

  CrashOperation delete(Document item) {
    CrashPlace place = CrashDocuments.place(ITEMS, item);
    return one(
        database ->
            new Document(
                "deleted",
                database.getCollection(ITEMS).deleteOne(Filters.eq(place.id())).getDeletedCount()),
        new Document("deleted", 1L),
        place,
        null);
  }

  /** Raises a counter of all writers. */
  CrashOperation count() {
    int counter = documents.random.nextInt(CrashStore.COUNTERS_COUNT);
    boolean find = documents.random.nextBoolean();
    Bson filter = Filters.eq(Integer.toString(counter));
    Bson update = Updates.inc("n", 1);
    return new CrashOperation(
        database -> {
          var counters = database.getCollection(COUNTERS);
          if (find) {
            counters.findOneAndUpdate(filter, update, new FindOneAndUpdateOptions().upsert(true));
          } else {
            counters.updateOne(filter, update, new UpdateOptions().upsert(true));
          }
          return new Document();
        },
        new Document(),
        List.of(),
        counter);
  }
}
