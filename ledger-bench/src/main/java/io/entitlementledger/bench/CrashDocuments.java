package io.entitlementledger.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.bson.Document;
import org.bson.types.Binary;

/** The documents of one writer: those it has, and new ones as chance will have them. */
final class CrashDocuments {
  /** Documents with much in them are a group of their own, so that they can go all at once. */
  static final int LARGE = 9;

  static final int GROUPS = 4;

  private static final int OPERATIONS_OF_A_CYCLE = 1_000_000;
  private static final int KIB = 1 << 10;

  final SplittableRandom random;
  final int writer;
  final NavigableMap<CrashPlace, Document> own;
  private final double large;
  private long next;

  /**
   * @param heavy whether there are so many large documents that they fill the store's memory
   * @param own what the writer has, to be kept up to date by whoever carries out operations
   */
  CrashDocuments(
      long seed, int cycle, int writer, boolean heavy, NavigableMap<CrashPlace, Document> own) {
    this.random = new SplittableRandom(seed + 1_000_003L * cycle + 7919L * writer);
    this.writer = writer;
    this.own = own;
    this.large = heavy ? 0.6 : 0.02;
    this.next = (long) cycle * OPERATIONS_OF_A_CYCLE;
  }

  /** A number this writer has never used. */
  long number() {
    return next++;
  }

  static CrashPlace place(String collection, Document document) {
    return new CrashPlace(collection, document.getString("_id"));
  }

  private Document document(long number) {
    return new Document("_id", "%02d-%012d".formatted(writer, number)).append("w", writer);
  }

  Document item() {
    long number = number();
    boolean isLarge = random.nextDouble() < large;
    Document item =
        document(number)
            .append("g", isLarge ? LARGE : random.nextInt(GROUPS))
            .append("v", number)
            .append("n", 0);
    if (random.nextBoolean()) {
      item.append("tag", "t" + random.nextInt(3));
    }
    return item.append(
        "p", payload(isLarge ? random.nextInt(100 * KIB, 400 * KIB) : random.nextInt(300)));
  }

  Document commit() {
    long number = number();
    return document(number)
        .append("g", random.nextInt(GROUPS))
        .append("s", List.of(stream("a", number), stream("b", number)))
        .append("p", payload(random.nextInt(300)));
  }

  Document stream(String name, long number) {
    return new Document("a", "%02d-%s".formatted(writer, name)).append("f", number);
  }

  private Binary payload(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new Binary(bytes);
  }

  List<Document> all(String collection) {
    return new ArrayList<>(
        own.subMap(new CrashPlace(collection, ""), new CrashPlace(collection, "~")).values());
  }

  /** Some of a collection, all different, and fewer if there are not so many. */
  List<Document> some(String collection, int count) {
    List<Document> all = all(collection);
    while (all.size() > count) {
      all.remove(random.nextInt(all.size()));
    }
    return all;
  }
}
