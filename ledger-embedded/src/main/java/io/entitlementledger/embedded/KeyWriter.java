package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.ErrorCode;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes values so that the order of the bytes is the order MongoDB gives the values, across types.
 * Every value ends itself, so values can follow one another and no value's bytes start another's.
 */
final class KeyWriter {
  /** What an index keeps for a field that holds an empty array: it sorts before null. */
  static final Object EMPTY_ARRAY = Marker.EMPTY_ARRAY;

  private enum Marker {
    EMPTY_ARRAY
  }

  private final BsonWriter out = new BsonWriter(64);

  static Key of(@Nullable Object value) {
    return new KeyWriter().value(value).toKey();
  }

  KeyWriter value(@Nullable Object value, boolean ascending) {
    int start = out.length();
    value(value);
    for (int i = start; i < out.length() && !ascending; i++) {
      out.buffer()[i] = (byte) ~out.buffer()[i];
    }
    return this;
  }

  KeyWriter value(@Nullable Object value) {
    one(tagOf(value));
    return content(value);
  }

  /** The first byte of every value of this one's type. */
  static int tagOf(@Nullable Object value) {
    return switch (value) {
      case null -> 0x05;
      case Missing _ -> 0x05;
      case MinKey _ -> 0x01;
      case Number _ -> 0x0A;
      case String _ -> 0x0F;
      case Map<?, ?> _ -> 0x14;
      case Collection<?> _ -> 0x19;
      case BinData _, UUID _, LegacyUUID _ -> 0x1E;
      case ObjectId _ -> 0x23;
      case Boolean _ -> 0x28;
      case Instant _ -> 0x2D;
      case BsonTimestamp _ -> 0x2F;
      case BsonRegularExpression _ -> 0x32;
      case BsonJavaScript _ -> 0x3C;
      case MaxKey _ -> 0x7F;
      case Marker _ -> 0x03;
      default ->
          throw new MongoServerError(
              ErrorCode.BadValue, "a value of " + value.getClass().getName() + " has no order");
    };
  }

  private KeyWriter content(@Nullable Object value) {
    switch (value) {
      case Number number -> NumberKey.write(number, this);
      case String text -> text(text);
      case Map<?, ?> document -> {
        // MongoDB compares a field's type first, then its name, then its value.
        for (Map.Entry<?, ?> field : document.entrySet()) {
          one(tagOf(field.getValue())).text((String) field.getKey()).content(field.getValue());
        }
        one(0);
      }
      case Collection<?> array -> {
        array.forEach(this::value);
        one(0);
      }
      case BinData binary -> integer(binary.getData().length).one(0).raw(binary.getData());
      case LegacyUUID id -> {
        // Its halves are stored from their last byte to their first, and compared as stored.
        long high = id.getUuid().getMostSignificantBits();
        long low = id.getUuid().getLeastSignificantBits();
        integer(16).one(3).whole(Long.reverseBytes(high)).whole(Long.reverseBytes(low));
      }
      case UUID id -> {
        integer(16).one(4).whole(id.getMostSignificantBits()).whole(id.getLeastSignificantBits());
      }
      case ObjectId id -> raw(id.toByteArray());
      case Boolean truth -> one(truth ? 1 : 0);
      case Instant instant -> whole(instant.toEpochMilli() ^ Long.MIN_VALUE);
      case BsonTimestamp timestamp -> whole(timestamp.getValue());
      case BsonRegularExpression regex -> text(regex.getPattern()).text("" + regex.getOptions());
      case BsonJavaScript code -> text(code.getCode());
      case null, default -> {
        // The type says everything.
      }
    }
    return this;
  }

  /** UTF-8, ended by 0; the bytes 0 and 1 are written as pairs so that neither can end it early. */
  KeyWriter text(String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == 0 || b == 1) {
        one(1).one(b + 1);
      } else {
        one(b);
      }
    }
    return one(0);
  }

  KeyWriter one(int b) {
    out.one(b);
    return this;
  }

  KeyWriter integer(int value) {
    return one(value >> 24).one(value >> 16).one(value >> 8).one(value);
  }

  KeyWriter whole(long value) {
    return integer((int) (value >> 32)).integer((int) value);
  }

  KeyWriter raw(byte[] bytes) {
    out.raw(bytes, 0, bytes.length);
    return this;
  }

  Key toKey() {
    return new Key(out.toBytes());
  }
}
