package io.entitlementledger.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Values and documents from domains so small that they often meet. */
final class RandomValues {
  final Random random;
  private final Scope scope;

  RandomValues(Random random, Scope scope) {
    this.scope = scope;
    this.random = random;
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T oneOf(List<T> several) {
    return several.get(random.nextInt(several.size()));
  }

  BsonInt32 small() {
    return new BsonInt32(random.nextInt(5));
  }

  BsonValue number() {
    return switch (random.nextInt(8)) {
      case 0 -> new BsonInt64(random.nextInt(5));
      case 1 -> new BsonDouble(random.nextInt(10) / 2.0);
      case 2, 3 -> oneOf(scope.numbers());
      default -> new BsonInt32(random.nextInt(7) - 2);
    };
  }

  BsonString text() {
    return new BsonString(oneOf(scope.texts()));
  }

  BsonValue scalar() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> BsonNull.VALUE;
      case 2, 3, 4 -> text();
      case 5 -> BsonBoolean.valueOf(random.nextBoolean());
      case 6 -> new BsonDateTime(random.nextInt(5) - 2);
      case 7 -> new BsonObjectId(new ObjectId(random.nextInt(3), random.nextInt(2)));
      case 8 -> new BsonBinary(oneOf(List.of("", "a", "b", "ab")).getBytes(UTF_8));
      default -> number();
    };
  }

  BsonDocument pair() {
    BsonDocument pair = new BsonDocument();
    maybe(pair, "x", oneIn(4) ? this::scalar : this::small);
    maybe(pair, "y", this::small);
    return pair;
  }

  BsonValue value() {
    return switch (random.nextInt(12)) {
      case 0 -> array(this::scalar);
      case 1 -> array(this::pair);
      case 2 -> pair();
      default -> scalar();
    };
  }

  BsonArray array(Supplier<? extends BsonValue> element) {
    BsonArray array = new BsonArray();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(element.get());
    }
    return array;
  }

  BsonValue id() {
    int id = random.nextInt(24);
    return switch (random.nextInt(20)) {
      case 0 -> new BsonInt64(id);
      case 1 -> new BsonDouble(id);
      case 2 -> new BsonString("t" + id % 3);
      case 3 -> new BsonObjectId(new ObjectId(id % 3, 0));
      case 4 -> new BsonDocument("x", new BsonInt32(id % 3)).append("y", new BsonInt32(id % 2));
      default -> new BsonInt32(id);
    };
  }

  void maybe(BsonDocument document, String name, Supplier<? extends BsonValue> value) {
    if (!oneIn(5)) {
      document.append(name, value.get());
    }
  }

  /** What has no {@code _id} yet. */
  BsonDocument fields() {
    BsonDocument fields = new BsonDocument();
    maybe(fields, "a", this::scalar);
    maybe(fields, "b", oneIn(3) ? () -> array(this::scalar) : this::value);
    maybe(fields, "c", oneIn(8) ? this::scalar : this::pair);
    maybe(fields, "d", oneIn(8) ? this::value : () -> array(this::pair));
    maybe(fields, "n", this::small);
    maybe(fields, "u", () -> oneIn(3) ? scalar() : new BsonInt32(random.nextInt(40)));
    return fields;
  }
}
