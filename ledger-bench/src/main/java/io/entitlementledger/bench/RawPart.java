package io.entitlementledger.bench;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.log.EventLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * What the log costs above the driver: after it has appended, the documents it wrote are inserted
 * once more, in the batches it wrote them in, by one thread that does nothing else.
 */
final class RawPart {
  /** With fewer writers a batch is too small for its inserting to be what takes the time. */
  private static final int FEWEST_WRITERS = 32;

  private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

  /**
   * One round.
   *
   * @param batches how many documents each insert of the log had
   * @param logNanos from the first writer's start to the last one's end
   * @param bodyBytes the bytes of all bodies
   * @param insertNanos what the store took for the log's inserts
   * @param rawNanos what the raw driver took
   * @param rawInsertNanos what the store took for those inserts
   */
  private record Round(
      List<Integer> batches,
      long bodyBytes,
      long logNanos,
      long insertNanos,
      long rawNanos,
      long rawInsertNanos) {
    long documents() {
      return batches.stream().mapToLong(Integer::longValue).sum();
    }

    double rate(long nanos) {
      return documents() * 1e9 / nanos;
    }
  }

  private final LogBench bench;
  private final Path directory;
  private final InsertRecorder recorder = new InsertRecorder();

  RawPart(LogBench bench, Path directory) {
    this.bench = bench;
    this.directory = directory;
  }

  void run(Report report) throws InterruptedException {
    Map<Integer, List<Round>> measured = new LinkedHashMap<>();
    try (MongoPlace place = new MongoPlace(directory, bench.mostWriters());
        LedgerContender ledger = new LedgerContender(place, "ledger", recorder)) {
      for (int round = 0; round <= bench.rounds; round++) {
        bench.progress(round == 0 ? "raw: warm-up" : "raw: round " + round);
        for (int writers : writers()) {
          Round result = round(ledger, writers);
          if (round > 0) {
            measured.computeIfAbsent(writers, _ -> new ArrayList<>()).add(result);
          }
        }
      }
    }
    measured.forEach((writers, rounds) -> rows(report, writers, rounds));
  }

  private List<Integer> writers() {
    List<Integer> many = bench.writers.stream().filter(n -> n >= FEWEST_WRITERS).toList();
    return many.isEmpty() ? List.of(bench.mostWriters()) : many;
  }

  private Round round(LedgerContender ledger, int writers) throws InterruptedException {
    MongoDatabase database = ledger.database();
    MongoCollection<Document> log =
        database.getCollection("log").withReadConcern(ReadConcern.MAJORITY);
    Document last = log.find().sort(Sorts.descending("_id")).first();
    long from = last == null ? 0 : last.getLong("_id") + 1;
    recorder.clear();
    Figure appended = Work.append(ledger, writers, bench.time());
    InsertRecorder.Inserts inserts = recorder.inserts();
    List<Document> documents =
        log.find(Filters.gte("_id", from)).sort(Sorts.ascending("_id")).into(new ArrayList<>());
    recorder.clear();
    long rawNanos = insert(database, documents, inserts.documents());
    long bodies =
        documents.stream().mapToLong(each -> each.get("body", Binary.class).length()).sum();
    return new Round(
        inserts.documents(),
        bodies,
        appended.nanos(),
        inserts.nanos(),
        rawNanos,
        recorder.inserts().nanos());
  }

  private static long insert(
      MongoDatabase database, List<Document> documents, List<Integer> batches) {
    // Made by the log, so that it has the log's indexes.
    new EventLog(database, "raw");
    MongoCollection<Document> raw =
        database.getCollection("raw").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    // The documents just read would otherwise be moved by the collector while time is taken.
    System.gc();
    int done = 0;
    long start = System.nanoTime();
    for (int size : batches) {
      raw.insertMany(documents.subList(done, done + size), ORDERED);
      done += size;
    }
    long took = System.nanoTime() - start;
    if (done != documents.size() || raw.countDocuments() != done) {
      throw new IllegalStateException(
          "The log wrote %,d documents, the raw driver %,d".formatted(documents.size(), done));
    }
    raw.drop();
    return took;
  }

  private static void rows(Report report, int writers, List<Round> rounds) {
    String what = "raw, %d writers".formatted(writers);
    Samples raw = Samples.of(rounds, round -> round.rate(round.rawNanos()));
    Samples log = Samples.of(rounds, round -> round.rate(round.logNanos()));
    report.row(what, "this log", log, "documents/s");
    report.row(what, "driver", raw, "documents/s");
    Samples cost = Samples.of(rounds, round -> (double) round.logNanos() / round.rawNanos());
    report.row(what, "time of this log / driver", cost, "times");
    Samples inserting =
        Samples.of(rounds, round -> (double) round.insertNanos() / round.rawInsertNanos());
    report.row(what, "store's time for inserts, this log / driver", inserting, "times");
    Samples batches =
        Samples.of(rounds, round -> (double) round.documents() / round.batches().size());
    report.row(what, "documents an insert", batches, "documents");
    Samples bodies = Samples.of(rounds, round -> (double) round.bodyBytes() / round.documents());
    report.row(what, "size of a body", bodies, "bytes");
  }
}
