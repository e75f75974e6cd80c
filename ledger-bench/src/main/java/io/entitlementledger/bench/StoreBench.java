package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The benchmark of the embedded store, through the driver, beside what the disk and a ping take.
 */
@Command(
    name = "store",
    description = "Measures the embedded store beside the disk's own pace and a ping.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class StoreBench implements Callable<Integer> {
  private static final String NOTES =
      """
      - documents of 500 bytes in a collection with `_id`, a compound unique and a multikey unique
        index; client and server are this one process
      - the median of the rounds is the result; the last column has the least and the greatest

      """;

  private static final int SINGLE_WRITERS = 8;
  private static final int LOOKS = 500;
  private static final int FILL_BATCH = 1000;
  private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "rounds, of which the median counts")
  int rounds;

  @Option(names = "--seconds", defaultValue = "3", description = "seconds of each measurement")
  double seconds;

  @Option(
      names = "--documents",
      defaultValue = "1M",
      converter = LogBench.EventCount.class,
      description = "documents to read from; k and M are thousands and millions")
  long documents;

  @Mixin private Output output = new Output();

  /** One measurement, of which a round takes one figure. */
  private interface Measurement {
    double take() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || seconds <= 0 || documents <= 0 || documents % StoreDocuments.BLOCK != 0) {
      throw new ParameterException(
          output.line(),
          "--rounds and --seconds must be above 0, --documents a multiple of "
              + StoreDocuments.BLOCK);
    }
    output.of(
        "store",
        directory -> {
          Report report = new Report();
          try (MongoPlace place = new MongoPlace(directory.resolve("data"), SINGLE_WRITERS);
              MongoClient client = place.client(null)) {
            MongoDatabase database = client.getDatabase("bench");
            writes(report, directory, database);
            reads(report, directory, database);
          }
          return NOTES + report.markdown();
        });
    return 0;
  }

  private void writes(Report report, Path directory, MongoDatabase database)
      throws IOException, InterruptedException {
    for (int batch : new int[] {64, 32}) {
      double disk =
          row(
              report,
              "append %d × 500 bytes to a file and force it".formatted(batch),
              "the disk",
              "documents/s",
              () -> batch * forcedWrites(directory, 500 * batch));
      row(
          report,
          "insertMany of %d".formatted(batch),
          "the store",
          "documents/s",
          disk,
          "the disk",
          () -> inserting(database, 1, batch));
    }
    double disk =
        row(
            report,
            "append 500 bytes to a file and force it",
            "the disk",
            "documents/s",
            () -> forcedWrites(directory, 500));
    row(
        report,
        "insert of 1, %d connections".formatted(SINGLE_WRITERS),
        "the store",
        "documents/s",
        disk,
        "the disk",
        () -> inserting(database, SINGLE_WRITERS, 1));
  }

  private void reads(Report report, Path directory, MongoDatabase database)
      throws IOException, InterruptedException {
    MongoCollection<Document> filled = fill(database);
    double size = bytes(directory.resolve("data/store"));
    double bson =
        new RawBsonDocument(StoreDocuments.of(0), new DocumentCodec()).getByteBuffer().remaining();
    report
        .row("on disk, %,d documents".formatted(documents), "the store", size / documents, "bytes")
        .ratio(size / documents / bson, "its BSON");
    SplittableRandom random = new SplittableRandom(1);
    double ping = row(report, "ping", "the server", "ms", () -> looks(() -> ping(database)));
    String many = ", %,d documents".formatted(documents);
    row(
        report,
        "equality on the compound key" + many,
        "the store",
        "ms",
        ping,
        "a ping",
        () -> looks(() -> equal(filled, random.nextLong(documents))));
    row(
        report,
        "range of 1,000 by _id" + many,
        "the store",
        "ms",
        ping,
        "a ping",
        () ->
            looks(
                () -> idRange(filled, random.nextLong(documents - StoreDocuments.OF_AN_ACCOUNT))));
    row(
        report,
        "range of 1,000 by compound prefix" + many,
        "the store",
        "ms",
        ping,
        "a ping",
        () -> looks(() -> prefix(filled, random.nextLong(documents))));
    row(report, "full scan by _id" + many, "the store", "documents/s", () -> scan(filled));
    row(
        report,
        "count of an account, 1,000 of it" + many,
        "the store",
        "ms",
        ping,
        "a ping",
        () -> looks(() -> count(filled, random.nextLong(documents))));
  }

  private double row(Report report, String measured, String of, String unit, Measurement one)
      throws IOException, InterruptedException {
    return row(report, measured, of, unit, 0, "", one);
  }

  /** Measures in rounds, after one that does not count. */
  private double row(
      Report report,
      String measured,
      String of,
      String unit,
      double peer,
      String peerName,
      Measurement one)
      throws IOException, InterruptedException {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + measured);
    one.take();
    List<Double> taken = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      taken.add(one.take());
    }
    Samples samples = Samples.of(taken, Double::doubleValue);
    Report.Row row = report.row(measured, of, samples.median(), unit).rounds(samples);
    if (peer != 0) {
      row.ratio(samples.median() / peer, peerName);
    }
    return samples.median();
  }

  private long end() {
    return System.nanoTime() + (long) (seconds * 1e9);
  }

  /** What no store that syncs can exceed, if it syncs for each batch. */
  private double forcedWrites(Path directory, int bytes) throws IOException {
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

  private double inserting(MongoDatabase database, int writers, int batch)
      throws InterruptedException {
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

  private MongoCollection<Document> fill(MongoDatabase database) throws InterruptedException {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " filling");
    MongoCollection<Document> filled = database.getCollection("filled");
    StoreDocuments.createIndexes(filled);
    for (long done = 0; done < documents; done += FILL_BATCH) {
      int batch = (int) Math.min(FILL_BATCH, documents - done);
      filled.insertMany(StoreDocuments.range(done, batch), ORDERED);
    }
    Figure.settle(); // what filling left to be done in the background is no part of it
    return filled;
  }

  private static double bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      long bytes = 0;
      for (Path file : files.filter(each -> each.toString().endsWith(".sst")).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
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

  private static void ping(MongoDatabase database) {
    database.runCommand(new Document("ping", 1));
  }

  private static void equal(MongoCollection<Document> filled, long number) {
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

  private static void idRange(MongoCollection<Document> filled, long from) {
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

  private static void prefix(MongoCollection<Document> filled, long number) {
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

  private static void count(MongoCollection<Document> filled, long number) {
    require(
        filled.countDocuments(Filters.eq("account", StoreDocuments.account(number))),
        StoreDocuments.OF_AN_ACCOUNT);
  }

  private double scan(MongoCollection<Document> filled) {
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
