package io.entitlementledger.bench;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.bench.CrashTally.Phase;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.Document;

/**
 * The process that is killed: it opens a directory, writes to it with many clients at once, and
 * closes it when its input ends.
 */
final class CrashWorker {
  /** How it ends when an answer was not what it had to be. */
  static final int WRONG_ANSWER = 3;

  private final CrashTally tally;
  private final MongoDatabase database;

  private CrashWorker(CrashTally tally, MongoDatabase database) {
    this.tally = tally;
    this.database = database;
  }

  /** Directory, tally, seed, cycle, how many write, whether they write much. */
  public static void main(String[] arguments) throws IOException {
    List<String> args = List.of(arguments);
    int writers = Integer.parseInt(args.get(4));
    CrashTally tally = CrashTally.open(Path.of(args.get(1)), writers);
    tally.phase(Phase.OPENING);
    EmbeddedMongo server = EmbeddedMongo.start(Path.of(args.get(0)));
    tally.phase(Phase.DEFINING);
    MongoClient client = CrashStore.connect(server.connectionString());
    CrashWorker worker = new CrashWorker(tally, CrashStore.database(client));
    worker.start(Long.parseLong(args.get(2)), Integer.parseInt(args.get(3)), writers, args.get(5));
    while (System.in.read() >= 0) {
      // Nothing is ever said to it.
    }
    tally.phase(Phase.CLOSING);
    server.close();
    tally.phase(Phase.CLOSED);
    Runtime.getRuntime().halt(0); // the writers still try
  }

  private void start(long seed, int cycle, int writers, String heavy) {
    CrashStore.define(database);
    Map<Integer, NavigableMap<CrashPlace, Document>> all = CrashStore.read(database);
    tally.phase(Phase.WRITING);
    for (int i = 0; i < writers; i++) {
      int writer = i;
      CrashDocuments own =
          new CrashDocuments(
              seed,
              cycle,
              writer,
              Boolean.parseBoolean(heavy),
              all.getOrDefault(writer, new TreeMap<>()));
      Thread.ofPlatform().daemon().start(() -> write(writer, new CrashWriter(own)));
    }
  }

  private void write(int number, CrashWriter writer) {
    try {
      while (true) {
        CrashOperation operation = writer.next();
        Document answer = operation.call().on(database);
        if (!answer.equals(operation.answer())) {
          throw new IllegalStateException(
              "it was answered %s instead of %s".formatted(answer, operation.answer()));
        }
        tally.acknowledge(number);
        writer.apply(operation);
      }
    } catch (RuntimeException e) {
      if (!(e instanceof MongoException) || tally.phase().compareTo(Phase.CLOSING) < 0) {
        e.printStackTrace();
        Runtime.getRuntime().halt(WRONG_ANSWER);
      }
    }
  }
}
