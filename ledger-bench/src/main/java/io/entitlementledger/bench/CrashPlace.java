package io.entitlementledger.bench;

import java.util.Comparator;

/**
 * Where a document is. What there is of collections and indexes has a place as well, as if it were
 * documents of two collections more.
 *
 * @param collection its collection
 * @param id its {@code _id}
 */
record CrashPlace(String collection, String id) implements Comparable<CrashPlace> {
  private static final String COLLECTIONS = "$collections";
  private static final String INDEXES = "$indexes";

  private static final Comparator<CrashPlace> ORDER =
      Comparator.comparing(CrashPlace::collection).thenComparing(CrashPlace::id);

  static CrashPlace ofCollection(String name) {
    return new CrashPlace(COLLECTIONS, name);
  }

  static CrashPlace ofIndex(String collection, String name) {
    return new CrashPlace(INDEXES, collection + "/" + name);
  }

  /** Whether it goes when this collection is dropped. */
  boolean isOf(String name) {
    return collection.equals(name)
        || equals(ofCollection(name))
        || (collection.equals(INDEXES) && id.startsWith(name + "/"));
  }

  @Override
  public int compareTo(CrashPlace other) {
    return ORDER.compare(this, other);
  }
}
