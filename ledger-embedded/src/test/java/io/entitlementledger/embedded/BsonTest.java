package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;
import org.bson.types.Code;
import org.bson.types.Decimal128;
import org.bson.types.MaxKey;
import org.bson.types.MinKey;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** The driver's own encoding is what ours is held against. */
class BsonTest {
  private static final Document EVERYTHING =
      new Document("_id", new ObjectId())
          .append("double", -0.0)
          .append("text", "zw\u00f6lf\u0000\u20ac\uD83D\uDE00")
          .append("empty", "")
          .append("document", new Document("a", new Document()).append("b", List.of()))
          .append("array", List.of(1, "x", List.of(new Document("y", 2L)), true))
          .append("many", java.util.Collections.nCopies(120, 7))
          .append("binary", new Binary(new byte[] {1, 2, 3}))
          .append(
              "id",
              new Binary((byte) 4, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, -1}))
          .append(
              "old",
              new Binary((byte) 3, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, -1}))
          .append("false", false)
          .append("date", new BsonDateTime(-1))
          .append("none", null)
          .append("regex", new BsonRegularExpression("^a.*", "i"))
          .append("code", new Code("f()"))
          .append("int", Integer.MIN_VALUE)
          .append("timestamp", new BsonTimestamp(5, 6))
          .append("long", Long.MAX_VALUE)
          .append("decimal", Decimal128.parse("-12.50E7"))
          .append("min", new MinKey())
          .append("max", new MaxKey());

  private static Document driver(RawDocument document) {
    return new RawBsonDocument(document.toBytes()).decode(new DocumentCodec());
  }

  @Test
  void everyTypeIsReadAndWrittenAsTheDriverDoes() {
    byte[] bytes = RawClient.bson(EVERYTHING);
    assertThat(RawDocument.of(new RawDocument(bytes).decode()).toBytes()).isEqualTo(bytes);
    BsonReader reader = new BsonReader(bytes, 0, bytes.length);
    reader.skipDocument();
    assertThat(reader.hasMore()).isFalse();
  }

  @Test
  void anIdIsTheOneTheClientMeant() {
    UUID id = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    Document document = new Document("id", new Binary((byte) 4, bytes));
    assertThat(new RawDocument(RawClient.bson(document)).decode().get("id")).isEqualTo(id);
  }

  @Test
  void fieldsAreDecodedOrKeptOrLeftOutByName() {
    byte[] all = RawClient.bson(EVERYTHING);
    byte[] within = new byte[all.length + 20];
    System.arraycopy(all, 0, within, 10, all.length);
    RawDocument raw = new RawDocument(within, 10, all.length);
    assertThat(raw.decode(Set.of("int", "absent", "text")))
        .hasSize(2)
        .containsEntry("int", Integer.MIN_VALUE)
        .containsEntry("text", EVERYTHING.get("text"));
    Document expected = new Document(EVERYTHING);
    expected.keySet().retainAll(Set.of("array", "document", "max"));
    assertThat(driver(raw.project(Set.of("array", "document", "max", "absent"), true)))
        .isEqualTo(expected);
    Document rest = new Document(EVERYTHING);
    rest.keySet().removeAll(Set.of("_id", "binary", "max"));
    assertThat(driver(raw.project(Set.of("_id", "binary", "max", "absent"), false)).toJson())
        .isEqualTo(rest.toJson());
  }

  @Test
  void whatFollowsADocumentIsNotReadAsAPartOfIt() {
    byte[] bytes = RawClient.bson(EVERYTHING);
    for (int i = 0; i < bytes.length; i++) {
      int end = i;
      assertThatThrownBy(() -> new BsonReader(bytes, 0, end).skipDocument())
          .isInstanceOf(MongoServerError.class);
      assertThatThrownBy(() -> new BsonReader(bytes, 0, end).document())
          .isInstanceOf(MongoServerError.class);
    }
  }

  @Test
  void noDamageLeadsTheReaderOutOfADocument() {
    byte[] good = RawClient.bson(EVERYTHING);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      // Whatever is read beyond the document would be a terminator, and hide what is missing.
      byte[] within = new byte[bad.length + 64];
      System.arraycopy(bad, 0, within, 0, bad.length);
      BsonReader skipping = new BsonReader(within, 0, bad.length);
      BsonReader decoding = new BsonReader(within, 0, bad.length);
      try {
        skipping.skipDocument();
        assertThat(skipping.at()).isLessThanOrEqualTo(bad.length);
      } catch (MongoServerError e) {
        assertThat(e.getCodeName()).isEqualTo("InvalidBSON");
        refused++;
        assertThatThrownBy(decoding::document).isInstanceOf(MongoServerError.class);
        continue;
      }
      decoding.document();
      assertThat(decoding.at()).isEqualTo(skipping.at());
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }
}
