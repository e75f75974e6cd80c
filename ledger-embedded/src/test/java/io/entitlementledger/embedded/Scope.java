package io.entitlementledger.embedded;

import java.util.List;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonNumber;

/**
 * What two servers can be compared by.
 *
 * @param texts the strings that are stored and asked for
 * @param numbers the uncommon ones among those
 * @param sparseUnique whether there may be an index that is both
 * @param compoundPatterns whether all fields of a unique index may be asked for, one by a pattern
 * @param plainDocuments whether a whole document is asked for without {@code $eq}
 * @param sortPaths what results are ordered by
 */
record Scope(
    List<String> texts,
    List<BsonNumber> numbers,
    boolean sparseUnique,
    boolean compoundPatterns,
    boolean plainDocuments,
    List<String> sortPaths) {
  static final Scope OF_MONGODB =
      new Scope(
          List.of("", "a", "ab", "abc", "b", "B", "é", "\uE000", "\uD83D\uDE00", "a\u0000b"),
          List.of(
              new BsonDouble(1e300),
              new BsonDouble(Double.NEGATIVE_INFINITY),
              new BsonDouble(-0.0),
              new BsonInt64((1L << 53) + 1),
              new BsonInt64(Long.MIN_VALUE),
              new BsonInt64(Long.MAX_VALUE)),
          true,
          true,
          true,
          List.of("a", "b", "c.x", "d.x", "n", "u"));

  /**
   * Leaves out what {@link LibraryAnswers} cannot set right:
   *
   * <ul>
   *   <li>the library orders strings by UTF-16, MongoDB by UTF-8: they differ only where one string
   *       has characters beyond the basic plane and another those at its end;
   *   <li>it takes doubles that are larger than every long for equal to the largest, and NaN for
   *       the greatest number: MongoDB compares by value and has NaN before all others;
   *   <li>it orders a field below an empty array before null, and an empty array before another:
   *       the one has to count as null, and the others are equal;
   *   <li>it breaks down over an update where an index is unique and sparse;
   *   <li>it has not implemented a pattern for one field of a unique index of several where the
   *       others are asked for too;
   *   <li>it finds a document that is asked for as a whole in any value, if nothing in that
   *       document says more than null.
   * </ul>
   */
  static final Scope OF_LIBRARY =
      new Scope(
          List.of("", "a", "ab", "abc", "b", "B", "é", "\uD83D\uDE00", "a\u0000b"),
          List.of(
              new BsonDouble(-1.5),
              new BsonDouble(-0.0),
              new BsonInt64((1L << 53) + 1),
              new BsonInt64(Long.MIN_VALUE),
              new BsonInt64(Long.MAX_VALUE)),
          false,
          false,
          false,
          List.of("a", "c.x", "n", "u"));
}
