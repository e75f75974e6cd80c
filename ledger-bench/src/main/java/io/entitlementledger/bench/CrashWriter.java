package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.COMMITS;
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

/**
 * What one writer does in one cycle: a sequence that follows from the seed and from what the writer
 * has, so that the process that writes and the one that checks know it alike.
 */
final class CrashWriter {
  private static final int MOST_LARGE = 8;
  private static final int MOST_ITEMS = 100;
  private static final int MOST_COMMITS = 250;

  private final CrashDocuments documents;
  private final CrashBatches batches;
  private final CrashScratch scratch;

  CrashWriter(CrashDocuments documents) {
    this.documents = documents;
    this.batches = new CrashBatches(documents);
    this.scratch = new CrashScratch(documents);
  }

  /** The next operation; the one before must have been applied to what the writer has. */
  CrashOperation next() {
    List<Document> items = documents.all(ITEMS);
    int group = documents.random.nextInt(CrashDocuments.GROUPS);
    if (items.stream().filter(i -> i.getInteger("g") == CrashDocuments.LARGE).count()
        > MOST_LARGE) {
      return batches.deleteMany(ITEMS, CrashDocuments.LARGE);
    }
    if (items.size() > MOST_ITEMS) {
      return batches.deleteMany(ITEMS, group);
    }
    if (documents.all(COMMITS).size() > MOST_COMMITS) {
      return batches.deleteMany(COMMITS, group);
    }
    int chance = documents.random.nextInt(100);
    if (chance < 26 || items.isEmpty()) {
      return insert();
    } else if (chance < 42) {
      return batches.insertMany();
    } else if (chance < 50) {
      return batches.bulk();
    } else if (chance < 60) {
      return count();
    } else if (chance < 64) {
      return upsert();
    } else if (chance < 66) {
      return scratch.next();
    }
    Document item = items.get(documents.random.nextInt(items.size()));
    if (chance < 80) {
      return update(item);
    } else if (chance < 86) {
      return replace(item);
    } else if (chance < 90) {
      return findAndUpdate(item);
    } else if (chance < 93) {
      return takeKey(item);
    } else if (chance < 99) {
      return delete(item);
    }
    return batches.deleteMany(ITEMS, group);
  }

  /** Keeps up with an operation that was carried out. */
  void apply(CrashOperation operation) {
    operation.applyTo(documents.own);
  }

  private static CrashOperation one(
      Call call, Document answer, CrashPlace place, @Nullable Document after) {
    Map<CrashPlace, @Nullable Document> change = new HashMap<>();
    change.put(place, after);
    return new CrashOperation(call, answer, List.of(new Step(change)), -1);
  }

  private CrashOperation insert() {
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
    int other = group == CrashDocuments.LARGE ? group : documents.random.nextInt(GROUPS);
    after.append("g", other).append("n", item.getInteger("n") + 1);
    Bson always = Updates.combine(Updates.inc("n", 1), Updates.set("g", other));
    if (after.remove("tag") != null) {
      return Updates.combine(always, Updates.unset("tag"));
    }
    after.append("tag", "t");
    return Updates.combine(always, Updates.set("tag", "t"));
  }

  private static final int GROUPS = CrashDocuments.GROUPS;

  private CrashOperation update(Document item) {
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

  private CrashOperation findAndUpdate(Document item) {
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

  private static final FindOneAndUpdateOptions AFTER =
      new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER).upsert(false);

  private CrashOperation replace(Document item) {
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

  private CrashOperation upsert() {
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
  private CrashOperation takeKey(Document item) {
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

  private CrashOperation delete(Document item) {
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
  private CrashOperation count() {
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
