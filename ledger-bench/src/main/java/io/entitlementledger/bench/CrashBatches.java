package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.COMMITS;
import static io.entitlementledger.bench.CrashStore.ITEMS;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.entitlementledger.bench.CrashOperation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Operations that write several documents. */
final class CrashBatches {
  private static final int MOST_DOCUMENTS = 64;

  private final CrashDocuments documents;

  CrashBatches(CrashDocuments documents) {
    this.documents = documents;
  }

  /** In order, and every third time one in the middle has a key that is taken. */
  CrashOperation insertMany() {
    List<Document> commits = new ArrayList<>();
    int size = documents.random.nextInt(1, MOST_DOCUMENTS + 1);
    for (int i = 0; i < size; i++) {
      commits.add(documents.commit());
    }
    int inserted = size;
    if (documents.random.nextInt(3) == 0) {
      int at = documents.random.nextInt(size);
      List<Document> before = documents.some(COMMITS, 1);
      if (at > 0 && documents.random.nextBoolean()) {
        before = List.of(commits.get(documents.random.nextInt(at)));
      }
      if (!before.isEmpty()) {
        takeKeyOf(before.getFirst(), commits.get(at));
        inserted = at;
      }
    }
    Map<CrashPlace, @Nullable Document> changes = new HashMap<>();
    for (Document commit : commits.subList(0, inserted)) {
      changes.put(CrashDocuments.place(COMMITS, commit), CrashStore.brief(commit));
    }
    List<Integer> refused = inserted == size ? List.of() : List.of(inserted);
    List<InsertOneModel<Document>> models = commits.stream().map(InsertOneModel::new).toList();
    return new CrashOperation(
        database -> CrashAnswer.ofBulk(() -> database.getCollection(COMMITS).bulkWrite(models)),
        CrashAnswer.bulk(inserted, 0, 0, refused),
        List.of(new Step(changes)),
        -1);
  }

  private void takeKeyOf(Document holder, Document commit) {
    if (documents.random.nextBoolean()) {
      commit.put("_id", holder.getString("_id"));
    } else {
      List<Document> taken = holder.getList("s", Document.class);
      List<Document> own = commit.getList("s", Document.class);
      commit.put("s", List.of(own.getFirst(), taken.getLast()));
    }
  }

  /** Inserts, updates and deletes in no order: the driver sends each kind in one command. */
  CrashOperation bulk() {
    int inserts = documents.random.nextInt(1, 6);
    boolean twice = documents.random.nextInt(4) == 0;
    List<WriteModel<Document>> models = new ArrayList<>();
    Map<CrashPlace, @Nullable Document> inserted = new HashMap<>();
    for (int i = 0; i < inserts; i++) {
      Document item = documents.item();
      models.add(new InsertOneModel<>(item));
      inserted.put(CrashDocuments.place(ITEMS, item), CrashStore.brief(item));
      if (twice && i == 0) {
        models.add(new InsertOneModel<>(new Document(item).append("n", -1)));
      }
    }
    Map<CrashPlace, @Nullable Document> updated = new HashMap<>();
    Map<CrashPlace, @Nullable Document> deleted = new HashMap<>();
    for (Document item : documents.some(ITEMS, 4)) {
      CrashPlace place = CrashDocuments.place(ITEMS, item);
      if (updated.size() < 2) {
        models.add(new UpdateOneModel<>(Filters.eq(place.id()), Updates.inc("n", 1)));
        updated.put(place, new Document(item).append("n", item.getInteger("n") + 1));
      } else {
        models.add(new DeleteOneModel<>(Filters.eq(place.id())));
        deleted.put(place, null);
      }
    }
    BulkWriteOptions unordered = new BulkWriteOptions().ordered(false);
    return new CrashOperation(
        database ->
            CrashAnswer.ofBulk(() -> database.getCollection(ITEMS).bulkWrite(models, unordered)),
        CrashAnswer.bulk(inserts, updated.size(), deleted.size(), twice ? List.of(1) : List.of()),
        Stream.of(inserted, updated, deleted).map(Step::new).toList(),
        -1);
  }

  /** All of a group, by one command. */
  CrashOperation deleteMany(String collection, int group) {
    Document filter = new Document("g", group);
    if (collection.equals(COMMITS)) {
      filter.append("s.a", documents.stream("a", 0).getString("a"));
    } else {
      filter.append("w", documents.writer);
    }
    Map<CrashPlace, @Nullable Document> changes = new HashMap<>();
    for (Document document : documents.all(collection)) {
      if (document.getInteger("g") == group) {
        changes.put(CrashDocuments.place(collection, document), null);
      }
    }
    return new CrashOperation(
        database ->
            new Document(
                "deleted", database.getCollection(collection).deleteMany(filter).getDeletedCount()),
        new Document("deleted", (long) changes.size()),
        List.of(new Step(changes)),
        -1);
  }
}
