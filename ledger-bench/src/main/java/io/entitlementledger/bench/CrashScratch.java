package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.EXTRA_INDEX;
import static io.entitlementledger.bench.CrashStore.ITEMS;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.entitlementledger.bench.CrashOperation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Operations that make and drop collections and indexes. */
final class CrashScratch {
  private static final String INDEX = "x";

  private final CrashDocuments documents;
  private final String name;

  CrashScratch(CrashDocuments documents) {
    this.documents = documents;
    this.name = CrashStore.SCRATCH + documents.writer;
  }

  CrashOperation next() {
    if (documents.writer == 0 && documents.random.nextInt(3) == 0) {
      return index(ITEMS, EXTRA_INDEX, "n");
    }
    return switch (documents.random.nextInt(4)) {
      case 0 -> index(name, INDEX, "v");
      case 1 -> drop();
      default -> insert();
    };
  }

  private CrashOperation insert() {
    Document item = documents.item();
    Map<CrashPlace, @Nullable Document> change = new HashMap<>();
    change.put(CrashDocuments.place(name, item), CrashStore.brief(item));
    return new CrashOperation(
        database -> {
          database.getCollection(name).insertOne(item);
          return new Document();
        },
        new Document(),
        afterMaking(name, change),
        -1);
  }

  /** A collection that is not there is made first, by a write of its own. */
  private List<Step> afterMaking(String collection, Map<CrashPlace, @Nullable Document> change) {
    List<Step> steps = new ArrayList<>();
    CrashPlace place = CrashPlace.ofCollection(collection);
    if (collection.equals(name) && !documents.own.containsKey(place)) {
      Map<CrashPlace, @Nullable Document> made = new HashMap<>();
      made.put(place, new Document());
      steps.add(new Step(made));
    }
    steps.add(new Step(change));
    return steps;
  }

  /** Makes the index, or drops it if it is there. */
  private CrashOperation index(String collection, String index, String field) {
    CrashPlace place = CrashPlace.ofIndex(collection, index);
    boolean there = documents.own.containsKey(place);
    Map<CrashPlace, @Nullable Document> change = new HashMap<>();
    change.put(place, there ? null : new Document(field, 1));
    return new CrashOperation(
        database -> {
          if (there) {
            database.getCollection(collection).dropIndex(index);
          } else {
            database
                .getCollection(collection)
                .createIndex(Indexes.ascending(field), new IndexOptions().name(index));
          }
          return new Document();
        },
        new Document(),
        afterMaking(collection, change),
        -1);
  }

  private CrashOperation drop() {
    Map<CrashPlace, @Nullable Document> changes = new HashMap<>();
    for (CrashPlace place : documents.own.keySet()) {
      if (place.isOf(name)) {
        changes.put(place, null);
      }
    }
    return new CrashOperation(
        database -> {
          database.getCollection(name).drop();
          return new Document();
        },
        new Document(),
        List.of(new Step(changes)),
        -1);
  }
}
