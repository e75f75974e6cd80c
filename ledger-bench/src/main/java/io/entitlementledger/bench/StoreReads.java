package io.entitlementledger.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.Document;

/** Reads of every kind from a collection of many documents, beside what a ping takes. */
final class StoreReads {
  private static final int LOOKS = 500;
  private static final int FILL_BATCH = 1000;

  private final MongoDatabase database;
  private final MongoCollection<Document> filled;
  private final long documents;
  private final SplittableRandom random = new SplittableRandom(1);

  StoreReads(MongoDatabase database, long documents) {
    this.database = database;
    this.filled = database.getCollection("filled");
    this.documents = documents;
  }

  void run(StoreRows rows) throws IOException, InterruptedException {
    StoreRows.Peer ping = rows.peer("ping", "a ping", "ms", () -> looks(this::ping));
    String many = ", %,d documents".formatted(documents);
    rows.row("equality on the compound key" + many, "ms", ping, () -> looks(this::equal));
    rows.row("range of 1,000 by _id" + many, "ms", ping, () -> looks(this::idRange));
    rows.row("range of 1,000 by compound prefix" + many, "ms", ping, () -> looks(this::prefix));
    rows.peer("full scan by _id" + many, "the store", "documents/s", this::scan);
    rows.row("count of an account, 1,000 of it" + many, "ms", ping, () -> looks(this::count));
  }

  /** Puts in what is read. */
  void fill() throws InterruptedException {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " filling");
    StoreDocuments.createIndexes(filled);
    for (long done = 0; done < documents; done += FILL_BATCH) {
      int batch = (int) Math.min(FILL_BATCH, documents - done);
      filled.insertMany(StoreDocuments.range(done, batch), StoreWrites.ORDERED);
    }
    Figure.settle(); // what filling left to be done in the background is no part of it
  }

  /** The median of many, in milliseconds. */
  private static double looks(Runnable look) {
    List<Double> taken = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      long start = System.nanoTime();
      look.run();
      taken.add((System.nanoTime() - start) / 1e6);
    }
    return Samples.of(taken, Double::doubleValue).median();
  }

  private void ping() {
    database.runCommand(new Document("ping", 1));
  }

  private void equal() {
    long number = random.nextLong(documents);
    require(
        filled
            .find(
                Filters.and(
                    Filters.eq("account", StoreDocuments.account(number)),
                    Filters.eq("sequence", StoreDocuments.sequence(number))))
            .into(new ArrayList<>())
            .size(),
        1);
  }

  private void idRange() {
    long from = random.nextLong(documents - StoreDocuments.OF_AN_ACCOUNT);
    int wanted = StoreDocuments.OF_AN_ACCOUNT;
    require(
        filled
            .find(Filters.and(Filters.gte("_id", from), Filters.lt("_id", from + wanted)))
            .sort(Sorts.ascending("_id"))
            .batchSize(wanted)
            .into(new ArrayList<>())
            .size(),
        wanted);
  }

  private void prefix() {
    long number = random.nextLong(documents);
    int wanted = StoreDocuments.OF_AN_ACCOUNT;
    require(
        filled
            .find(Filters.eq("account", StoreDocuments.account(number)))
            .sort(Sorts.ascending("sequence"))
            .batchSize(wanted + 1)
            .into(new ArrayList<>())
            .size(),
        wanted);
  }

  private void count() {
    long number = random.nextLong(documents);
    require(
        filled.countDocuments(Filters.eq("account", StoreDocuments.account(number))),
        StoreDocuments.OF_AN_ACCOUNT);
  }

  private double scan() {
    long found = 0;
    long start = System.nanoTime();
    try (var cursor = filled.find().sort(Sorts.ascending("_id")).batchSize(1000).cursor()) {
      for (; cursor.hasNext(); cursor.next()) {
        found++;
      }
    }
    require(found, documents);
    return found * 1e9 / (System.nanoTime() - start);
  }

  private static void require(long found, long wanted) {
    if (found != wanted) {
      throw new IllegalStateException("%,d documents were found, not %,d".formatted(found, wanted));
    }
  }
}
