package io.entitlementledger.bench;

import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
        index; client and server are this one process, in the heap that is named above
      - on disk: all files of a store that holds only these, as the filling left them
      - the median of the rounds is the result; the last column has the least and the greatest

      """;

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
          StoreRows rows = new StoreRows(report, rounds);
          try (MongoPlace place =
                  new MongoPlace(directory.resolve("written"), StoreWrites.SINGLE_WRITERS);
              MongoClient client = place.client(null)) {
            new StoreWrites(directory, client.getDatabase("bench"), seconds).run(rows);
          }
          // A store of its own, whose files hold nothing else.
          try (MongoPlace place = new MongoPlace(directory.resolve("read"), 1);
              MongoClient client = place.client(null)) {
            StoreReads reads = new StoreReads(client.getDatabase("bench"), documents);
            reads.fill();
            size(report, directory.resolve("read/store"));
            reads.run(rows);
          }
          return NOTES + report.markdown();
        });
    return 0;
  }

  private void size(Report report, Path store) throws IOException {
    double size = bytes(store);
    double bson =
        new RawBsonDocument(StoreDocuments.of(0), new DocumentCodec()).getByteBuffer().remaining();
    report
        .row("on disk, %,d documents".formatted(documents), "the store", size / documents, "bytes")
        .ratio(size / documents / bson, "its BSON");
  }

  /** All of it: what is not in order on disk yet is in the log of writes. */
  private static double bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
