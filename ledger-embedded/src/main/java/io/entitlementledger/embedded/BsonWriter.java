package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes BSON into one growing buffer. */
final class BsonWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] buffer;
  private int length;

  BsonWriter() {
    this(1024);
  }

  BsonWriter(int expected) {
    buffer = new byte[expected];
  }

  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  /** Makes room for so many bytes and says where they go. */
  private int room(int more) {
    if (more > buffer.length - length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(length, more)));
    }
    int start = length;
    length += more;
    return start;
  }

  BsonWriter one(int value) {
    int start = room(1);
    buffer[start] = (byte) value;
    return this;
  }

  BsonWriter int32(int value) {
    int start = room(Integer.BYTES);
    INT.set(buffer, start, value);
    return this;
  }

  BsonWriter int64(long value) {
    int start = room(Long.BYTES);
    LONG.set(buffer, start, value);
    return this;
  }

  BsonWriter raw(byte[] bytes, int from, int count) {
    int start = room(count);
    System.arraycopy(bytes, from, buffer, start, count);
    return this;
  }

  private BsonWriter name(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new MongoServerError(22, "InvalidBSON", "a name or a pattern has a NUL in it");
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return raw(bytes, 0, bytes.length).one(0);
  }

  private BsonWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return int32(bytes.length + 1).raw(bytes, 0, bytes.length).one(0);
  }

  BsonWriter int32At(int start, int value) {
    INT.set(buffer, start, value);
    return this;
  }

  /** Says at the place where a length goes, which was left free, how much there is since. */
  BsonWriter endAt(int start) {
    return int32At(start, length - start);
  }

  BsonWriter document(Map<?, ?> document) {
    int start = room(Integer.BYTES);
    document.forEach((name, value) -> element((String) name, value));
    return one(0).endAt(start);
  }

  private BsonWriter array(Collection<?> array) {
    int start = room(Integer.BYTES);
    int index = 0;
    for (Object value : array) {
      element(Integer.toString(index++), value);
    }
    return one(0).endAt(start);
  }

  BsonWriter element(String name, @Nullable Object value) {
    return switch (value) {
      case null -> one(0x0A).name(name);
      case Double number -> one(0x01).name(name).int64(Double.doubleToRawLongBits(number));
      case String text -> one(0x02).name(name).text(text);
      case Map<?, ?> document -> one(0x03).name(name).document(document);
      case RawDocument raw -> {
        raw.writeTo(one(0x03).name(name));
        yield this;
      }
      case Collection<?> array -> one(0x04).name(name).array(array);
      case BinData binary -> one(0x05).name(name).binary(binary.getData());
      case LegacyUUID id -> {
        UUID uuid = id.getUuid();
        one(0x05).name(name).int32(16).one(3);
        yield int64(uuid.getMostSignificantBits()).int64(uuid.getLeastSignificantBits());
      }
      case UUID id -> {
        one(0x05).name(name).int32(16).one(4);
        yield int64(Long.reverseBytes(id.getMostSignificantBits()))
            .int64(Long.reverseBytes(id.getLeastSignificantBits()));
      }
      case ObjectId id -> one(0x07).name(name).raw(id.toByteArray(), 0, 12);
      case Boolean truth -> one(0x08).name(name).one(truth ? 1 : 0);
      case Instant instant -> one(0x09).name(name).int64(instant.toEpochMilli());
      case BsonRegularExpression regex ->
          one(0x0B)
              .name(name)
              .name(regex.getPattern())
              .name(Objects.toString(regex.getOptions(), ""));
      case BsonJavaScript code -> one(0x0D).name(name).text(code.getCode());
      case Integer number -> one(0x10).name(name).int32(number);
      case BsonTimestamp timestamp -> one(0x11).name(name).int64(timestamp.getValue());
      case Long number -> one(0x12).name(name).int64(number);
      case Decimal128 number -> one(0x13).name(name).int64(number.getLow()).int64(number.getHigh());
      case MinKey _ -> one(0xFF).name(name);
      case MaxKey _ -> one(0x7F).name(name);
      default -> throw new IllegalArgumentException("no BSON for a " + value.getClass().getName());
    };
  }

  private BsonWriter binary(byte[] data) {
    return int32(data.length).one(0).raw(data, 0, data.length);
  }
}
