package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads BSON, and only what is well-formed: no length leads outside what holds it, no name occurs
 * twice in a document, and nothing is nested deeper than MongoDB allows.
 */
final class BsonReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MOST_DEPTH = 200;

  private final byte[] bytes;
  private int at;
  private int end;
  private int depth;

  BsonReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int at() {
    return at;
  }

  boolean hasMore() {
    return at < end;
  }

  private static MongoServerError invalid(String what) {
    return new MongoServerError(22, "InvalidBSON", "invalid BSON: " + what);
  }

  /** Steps over so many bytes, which must be there, and says where they begin. */
  int take(int count) {
    if (count < 0 || count > end - at) {
      throw invalid("something is longer than what it is in");
    }
    int start = at;
    at += count;
    return start;
  }

  int one() {
    return bytes[take(1)];
  }

  int int32() {
    return (int) INT.get(bytes, take(Integer.BYTES));
  }

  long int64() {
    return (long) LONG.get(bytes, take(Long.BYTES));
  }

  /** Steps over a text ended by 0 and says how long it is. */
  private int untilZero() {
    int start = at;
    while (one() != 0) {
      // Goes on.
    }
    return at - 1 - start;
  }

  String name() {
    int start = at;
    return new String(bytes, start, untilZero(), StandardCharsets.UTF_8);
  }

  /** Steps over a text with its length before it and says how long it is. */
  private int untilEnd() {
    int length = int32();
    if (length < 1 || bytes[take(length) + length - 1] != 0) {
      throw invalid("a text does not end where it should");
    }
    return length - 1;
  }

  private String text() {
    int start = at + Integer.BYTES;
    return new String(bytes, start, untilEnd(), StandardCharsets.UTF_8);
  }

  private byte[] copy(int length) {
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** Goes into a document, beyond which nothing is read until {@link #leave}. */
  private int enter() {
    int start = at;
    int length = int32();
    at = start;
    if (length <= Integer.BYTES || bytes[take(length) + length - 1] != 0) {
      throw invalid("a document does not end where it should");
    }
    if (++depth > MOST_DEPTH) {
      throw invalid("it is nested too deeply");
    }
    at = start + Integer.BYTES;
    int outer = end;
    end = start + length;
    return outer;
  }

  private void leave(int outer) {
    if (at != end) {
      throw invalid("a document ends too early");
    }
    end = outer;
    depth--;
  }

  Document document() {
    int outer = enter();
    Document document = new Document();
    for (int type = one(); type != 0; type = one()) {
      String name = name();
      int fields = document.size();
      document.put(name, value(type));
      if (document.size() == fields) {
        throw invalid("a name occurs twice in a document");
      }
    }
    leave(outer);
    return document;
  }

  private List<@Nullable Object> array() {
    int outer = enter();
    List<@Nullable Object> array = new ArrayList<>();
    for (int type = one(); type != 0; type = one()) {
      untilZero();
      array.add(value(type));
    }
    leave(outer);
    return array;
  }

  @Nullable Object value(int type) {
    return switch (type) {
      case 0x01 -> Double.longBitsToDouble(int64());
      case 0x02 -> text();
      case 0x03 -> document();
      case 0x04 -> array();
      case 0x05 -> binary();
      case 0x06, 0x0A -> null;
      case 0x07 -> new ObjectId(copy(12));
      case 0x08 -> truth();
      case 0x09 -> Instant.ofEpochMilli(int64());
      case 0x0B -> new BsonRegularExpression(name(), name());
      case 0x0D -> new BsonJavaScript(text());
      case 0x10 -> int32();
      case 0x11 -> new BsonTimestamp(int64());
      case 0x12 -> int64();
      case 0x13 -> new Decimal128(int64(), int64());
      case -1 -> MinKey.getInstance();
      case 0x7F -> MaxKey.getInstance();
      default -> throw unsupported(type);
    };
  }

  private static MongoServerError unsupported(int type) {
    return invalid("the type " + (type & 0xFF) + " is not supported");
  }

  private boolean truth() {
    int truth = one();
    if (truth >>> 1 != 0) {
      throw invalid("a truth value is neither true nor false");
    }
    return truth == 1;
  }

  private Object binary() {
    int length = int32();
    int kind = binaryKind(length);
    return switch (kind) {
      case 3 -> new LegacyUUID(int64(), int64());
      case 4 -> new UUID(Long.reverseBytes(int64()), Long.reverseBytes(int64()));
      default -> new BinData(copy(length));
    };
  }

  private int binaryKind(int length) {
    int kind = one();
    boolean id = kind == 3 || kind == 4;
    if (id ? length != 16 : kind != 0 && kind != (byte) 0x80) {
      throw invalid("binary data of the kind " + (kind & 0xFF) + " is not supported");
    }
    return kind;
  }

  /** Steps over a document, all of which must be as {@link #document} would want it. */
  void skipDocument() {
    int outer = enter();
    Set<String> names = new HashSet<>();
    for (int type = one(); type != 0; type = one()) {
      if (!names.add(name())) {
        throw invalid("a name occurs twice in a document");
      }
      skip(type);
    }
    leave(outer);
  }

  private void skipArray() {
    int outer = enter();
    for (int type = one(); type != 0; type = one()) {
      untilZero();
      skip(type);
    }
    leave(outer);
  }

  /** Steps over a value that is known to be well-formed, without looking into it. */
  void pass(int type) {
    if (type == 0x03 || type == 0x04) {
      take(int32() - Integer.BYTES);
    } else {
      skip(type);
    }
  }

  private void skip(int type) {
    switch (type) {
      case 0x01, 0x09, 0x11, 0x12 -> take(8);
      case 0x02, 0x0D -> untilEnd();
      case 0x03 -> skipDocument();
      case 0x04 -> skipArray();
      case 0x05 -> {
        int length = int32();
        binaryKind(length);
        take(length);
      }
      case 0x06, 0x0A, -1, 0x7F -> {
        // Nothing follows.
      }
      case 0x07 -> take(12);
      case 0x08 -> truth();
      case 0x0B -> {
        untilZero();
        untilZero();
      }
      case 0x10 -> take(4);
      case 0x13 -> take(16);
      default -> throw unsupported(type);
    }
  }
}
