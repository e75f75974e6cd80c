package io.entitlementledger.bench;

import static io.entitlementledger.bench.CrashStore.COMMITS;
import static io.entitlementledger.bench.CrashStore.ITEMS;

import java.util.List;
import org.bson.Document;

/**
 * What one writer does in one cycle: a sequence that follows from the seed and from what the writer
 * has, so that the process that writes and the one that checks know it alike.
 */
final class CrashWriter {
  private static final int MOST_LARGE = 2;
  private static final int MOST_ITEMS = 60;
  private static final int MOST_COMMITS = 150;

  private final CrashDocuments documents;
  private final CrashItems items;
  private final CrashBatches batches;
  private final CrashScratch scratch;

  CrashWriter(CrashDocuments documents) {
    this.documents = documents;
    this.items = new CrashItems(documents);
    this.batches = new CrashBatches(documents);
    this.scratch = new CrashScratch(documents);
  }

  /** The next operation; the one before must have been applied to what the writer has. */
  CrashOperation next() {
    List<Document> all = documents.all(ITEMS);
    int group = documents.random.nextInt(CrashDocuments.GROUPS);
    if (all.stream().filter(i -> i.getInteger("g") == CrashDocuments.LARGE).count() > MOST_LARGE) {
      return batches.deleteMany(ITEMS, CrashDocuments.LARGE);
    }
    if (all.size() > MOST_ITEMS) {
      return batches.deleteMany(ITEMS, group);
    }
    if (documents.all(COMMITS).size() > MOST_COMMITS) {
      return batches.deleteMany(COMMITS, group);
    }
    int chance = documents.random.nextInt(100);
    if (chance < 26 || all.isEmpty()) {
      return items.insert();
    } else if (chance < 42) {
      return batches.insertMany();
    } else if (chance < 50) {
      return batches.bulk();
    } else if (chance < 60) {
      return items.count();
    } else if (chance < 64) {
      return items.upsert();
    } else if (chance < 66) {
      return scratch.next();
    }
    Document item = all.get(documents.random.nextInt(all.size()));
    if (chance < 80) {
      return items.update(item);
    } else if (chance < 86) {
      return items.replace(item);
    } else if (chance < 90) {
      return items.findAndUpdate(item);
    } else if (chance < 93) {
      return items.takeKey(item);
    } else if (chance < 99) {
      return items.delete(item);
    }
    return batches.deleteMany(ITEMS, group);
  }

  /** Keeps up with an operation that was carried out. */
  void apply(CrashOperation operation) {
    operation.applyTo(documents.own);
  }
}
