package io.entitlementledger.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Documents of 500 bytes in the shape of a log's: a number of their own, an account and its
 * sequence, and the same once more in an array. Accounts grow side by side, a hundred at a time,
 * until each has a thousand.
 */
final class StoreDocuments {
  static final int OF_AN_ACCOUNT = 1000;
  private static final int SIDE_BY_SIDE = 100;

  /** So many documents are whole accounts. */
  static final int BLOCK = SIDE_BY_SIDE * OF_AN_ACCOUNT;

  /** What fills a document up; random, so that no compression helps. */
  private static final int FILLING = 358;

  private StoreDocuments() {}

  static void createIndexes(MongoCollection<Document> collection) {
    IndexOptions unique = new IndexOptions().unique(true);
    collection.createIndex(Indexes.ascending("account", "sequence"), unique);
    collection.createIndex(Indexes.ascending("s.a", "s.f"), unique);
  }

  static List<Document> range(long from, int count) {
    return LongStream.range(from, from + count).mapToObj(StoreDocuments::of).toList();
  }

  static Document of(long number) {
    byte[] filling = new byte[FILLING];
    new SplittableRandom(number).nextBytes(filling);
    Document stream =
        new Document("a", account(number)).append("f", sequence(number)).append("n", 1);
    return new Document("_id", number)
        .append("account", account(number))
        .append("sequence", sequence(number))
        .append("s", List.of(stream))
        .append("body", new Binary(filling));
  }

  static String account(long number) {
    long block = number / BLOCK;
    return "ipilot.customer.%07d".formatted(block * SIDE_BY_SIDE + number % SIDE_BY_SIDE);
  }

  static long sequence(long number) {
    return number % BLOCK / SIDE_BY_SIDE;
  }
}
