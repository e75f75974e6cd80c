package io.entitlementledger.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/** Inserts into the store, beside what the disk takes when each batch is forced to it. */
final class StoreWrites {
  /** Connections that insert one document at a time. */
  static final int SINGLE_WRITERS = 8;

  static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

  private final Path directory;
  private final MongoDatabase database;
  private final double seconds;

  StoreWrites(Path directory, MongoDatabase database, double seconds) {
    this.directory = directory;
    this.database = database;
    this.seconds = seconds;
  }

  void run(StoreRows rows) throws IOException, InterruptedException {
    for (int batch : new int[] {64, 32}) {
      StoreRows.Peer disk =
          rows.peer(
              "append %d × 500 bytes to a file and force it".formatted(batch),
              "the disk",
              "documents/s",
              () -> batch * forcedWrites(500 * batch));
      rows.row("insertMany of %d".formatted(batch), "documents/s", disk, () -> inserting(1, batch));
    }
    StoreRows.Peer disk =
        rows.peer(
            "append 500 bytes to a file and force it",
            "the disk",
            "documents/s",
            () -> forcedWrites(500));
    rows.row(
        "insert of 1, %d connections".formatted(SINGLE_WRITERS),
        "documents/s",
        disk,
        () -> inserting(SINGLE_WRITERS, 1));
  }

  private long end() {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  /** What no store that syncs can exceed, if it syncs for each batch. */
  private double forcedWrites(int bytes) throws IOException {
    Path file = directory.resolve("forced");
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
    long writes = 0;
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long end = end(); System.nanoTime() < end; writes++) {
        buffer.clear();
        channel.write(buffer);
        channel.force(false);
      }
    }
    long took = System.nanoTime() - start;
    Files.delete(file);
    return writes * 1e9 / took;
  }

  private double inserting(int writers, int batch) throws InterruptedException {
    MongoCollection<Document> collection = database.getCollection("inserted");
    StoreDocuments.createIndexes(collection);
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    long end = end();
    Callable<Long> work =
        () -> {
          long done = 0;
          while (System.nanoTime() < end) {
            collection.insertMany(StoreDocuments.range(next.getAndAdd(batch), batch), ORDERED);
            done += batch;
          }
          return done;
        };
    long inserted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (Future<Long> one : threads.invokeAll(Collections.nCopies(writers, work))) {
        inserted += one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The store did not insert", e.getCause());
    }
    double rate = inserted * 1e9 / (System.nanoTime() - start);
    collection.drop();
    return rate;
  }
}
