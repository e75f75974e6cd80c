package io.entitlementledger.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** The order of keys against the order of values as the manual tells it, done naively here. */
class KeyOrderTest {
  private static final long SEED = 7;
  private static final int PAIRS = 100_000;
  private static final List<Double> DOUBLES =
      List.of(
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          -0.0,
          0.0,
          0x1p53,
          0x1p63,
          -0x1p63,
          1e300,
          Double.MIN_VALUE);
  private static final List<String> DECIMALS =
      List.of("NaN", "-Infinity", "Infinity", "-0", "0.1", "1.50", "9007199254740993", "1E+6000");
  private static final List<String> TEXTS =
      List.of(
          "", "\u0000", "\u0001", "a", "a\u0000", "a\u0000b", "ab", "é", "\uE000", "\uD83D\uDE00");

  private final Random random = new Random(SEED);

  private <T> T oneOf(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(3) * 127);
    }
    return bytes;
  }

  private BsonValue number() {
    return switch (random.nextInt(5)) {
      case 0 -> new BsonInt32(random.nextInt(4) - 2);
      case 1 -> new BsonInt64((1L << 53) + random.nextInt(4) - 2);
      case 2 -> new BsonInt64(oneOf(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L)));
      case 3 -> new BsonDecimal128(Decimal128.parse(oneOf(DECIMALS)));
      default -> new BsonDouble(oneOf(DOUBLES));
    };
  }

  private BsonBinary binary() {
    return switch (random.nextInt(4)) {
      case 0 -> new BsonBinary((byte) 3, bytes(16));
      case 1 -> new BsonBinary((byte) 4, bytes(16));
      case 2 -> new BsonBinary(bytes(16));
      default -> new BsonBinary(bytes(random.nextInt(3)));
    };
  }

  private BsonValue value(int depth) {
    return switch (random.nextInt(depth == 0 ? 13 : 15)) {
      case 0 -> new BsonMinKey();
      case 1 -> BsonNull.VALUE;
      case 2, 3 -> number();
      case 4 -> new BsonString(oneOf(TEXTS));
      case 5 -> binary();
      case 6 -> new BsonObjectId(new ObjectId(bytes(12)));
      case 7 -> BsonBoolean.valueOf(random.nextBoolean());
      case 8 -> new BsonDateTime(random.nextInt(3) - 1);
      case 9 -> new BsonTimestamp(random.nextInt(3) - 1, random.nextInt(2));
      case 10 -> new BsonRegularExpression(oneOf(List.of("", "a", "ab")), oneOf(List.of("", "i")));
      case 11 -> new BsonJavaScript(oneOf(List.of("", "a")));
      case 12 -> new BsonMaxKey();
      case 13 -> {
        BsonArray array = new BsonArray();
        for (int i = random.nextInt(3); i > 0; i--) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        BsonDocument document = new BsonDocument();
        for (int i = random.nextInt(3); i > 0; i--) {
          document.append(oneOf(List.of("", "a", "b", "ab")), value(depth - 1));
        }
        yield document;
      }
    };
  }

  private static int type(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOUBLE, INT32, INT64, DECIMAL128 -> 2;
      case BsonType type ->
          List.of(
                  BsonType.MIN_KEY,
                  BsonType.NULL,
                  BsonType.INT32,
                  BsonType.STRING,
                  BsonType.DOCUMENT,
                  BsonType.ARRAY,
                  BsonType.BINARY,
                  BsonType.OBJECT_ID,
                  BsonType.BOOLEAN,
                  BsonType.DATE_TIME,
                  BsonType.TIMESTAMP,
                  BsonType.REGULAR_EXPRESSION,
                  BsonType.JAVASCRIPT,
                  BsonType.MAX_KEY)
              .indexOf(type);
    };
  }

  private static int compare(BsonValue one, BsonValue other) {
    int types = Integer.compare(type(one), type(other));
    return types != 0 ? types : compareOfType(one, other);
  }

  private static int compareOfType(BsonValue one, BsonValue other) {
    return switch (one) {
      case BsonNumber number -> numbers(number, other.asNumber());
      case BsonString text -> texts(text.getValue(), other.asString().getValue());
      case BsonDocument document -> documents(document, other.asDocument());
      case BsonArray array -> arrays(array, other.asArray());
      case BsonBinary binary -> binaries(binary, other.asBinary());
      case BsonObjectId id ->
          Arrays.compareUnsigned(
              id.getValue().toByteArray(), other.asObjectId().getValue().toByteArray());
      case BsonBoolean truth -> Boolean.compare(truth.getValue(), other.asBoolean().getValue());
      case BsonDateTime date -> Long.compare(date.getValue(), other.asDateTime().getValue());
      case BsonTimestamp time ->
          Long.compareUnsigned(time.getValue(), other.asTimestamp().getValue());
      case BsonRegularExpression regex -> {
        int patterns = texts(regex.getPattern(), other.asRegularExpression().getPattern());
        yield patterns != 0
            ? patterns
            : texts(regex.getOptions(), other.asRegularExpression().getOptions());
      }
      case BsonJavaScript code -> texts(code.getCode(), other.asJavaScript().getCode());
      default -> 0;
    };
  }

  /** NaN, then the negative infinity, then by value, then the positive infinity. */
  private static int numbers(BsonNumber one, BsonNumber other) {
    int kinds = Integer.compare(kind(one), kind(other));
    return kinds != 0 || kind(one) != 0 ? kinds : exact(one).compareTo(exact(other));
  }

  private static int kind(BsonNumber number) {
    if (number instanceof BsonDecimal128 decimal) {
      Decimal128 value = decimal.getValue();
      return value.isNaN() ? -2 : value.isFinite() ? 0 : value.isNegative() ? -1 : 1;
    }
    double value = number.doubleValue();
    return Double.isNaN(value) ? -2 : Double.isFinite(value) ? 0 : value < 0 ? -1 : 1;
  }

  private static BigDecimal exact(BsonNumber number) {
    return switch (number) {
      case BsonDecimal128 decimal when decimal.getValue().toString().equals("-0") ->
          BigDecimal.ZERO;
      case BsonDecimal128 decimal -> decimal.getValue().bigDecimalValue();
      case BsonDouble fraction -> new BigDecimal(fraction.getValue());
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  private static int texts(String one, String other) {
    return Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  /** By length, then by subtype, then by the bytes. */
  private static int binaries(BsonBinary one, BsonBinary other) {
    int lengths = Integer.compare(one.getData().length, other.getData().length);
    int kinds = Integer.compare(one.getType(), other.getType());
    return lengths != 0
        ? lengths
        : kinds != 0 ? kinds : Arrays.compareUnsigned(one.getData(), other.getData());
  }

  /** Field by field: by type, then by name, then by value; then the one with fewer comes first. */
  private static int documents(BsonDocument one, BsonDocument other) {
    Iterator<Map.Entry<String, BsonValue>> rest = other.entrySet().iterator();
    for (Map.Entry<String, BsonValue> field : one.entrySet()) {
      if (!rest.hasNext()) {
        return 1;
      }
      Map.Entry<String, BsonValue> against = rest.next();
      int types = Integer.compare(type(field.getValue()), type(against.getValue()));
      int names = texts(field.getKey(), against.getKey());
      int order =
          types != 0
              ? types
              : names != 0 ? names : compareOfType(field.getValue(), against.getValue());
      if (order != 0) {
        return order;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  private static int arrays(BsonArray one, BsonArray other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private static KeyWriter write(KeyWriter key, BsonValue value, boolean ascending) {
    byte[] stored = RawClient.bson(new Document("v", value));
    return key.value(new RawDocument(stored).decode().get("v"), ascending);
  }

  private static int sign(Key one, Key other) {
    return Integer.signum(one.compareTo(other));
  }

  @Test
  void theOrderOfKeysIsThatOfTheValuesInBothDirectionsAndCombined() {
    for (int i = 0; i < PAIRS; i++) {
      BsonValue one = value(2);
      BsonValue other = value(2);
      BsonValue second = value(1);
      BsonValue otherSecond = value(1);
      int order = Integer.signum(compare(one, other));
      assertThat(sign(key(one, true), key(other, true))).as("%s, %s", one, other).isEqualTo(order);
      assertThat(sign(key(one, false), key(other, false)))
          .as("%s, %s, descending", one, other)
          .isEqualTo(-order);
      int combined = order != 0 ? order : -Integer.signum(compare(second, otherSecond));
      Key pair = write(write(new KeyWriter(), one, true), second, false).toKey();
      Key otherPair = write(write(new KeyWriter(), other, true), otherSecond, false).toKey();
      assertThat(sign(pair, otherPair))
          .as("%s and %s, %s and %s", one, second, other, otherSecond)
          .isEqualTo(combined);
    }
  }

  private static Key key(BsonValue value, boolean ascending) {
    return write(new KeyWriter(), value, ascending).toKey();
  }
}
