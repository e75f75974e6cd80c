package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A document as bytes, which are decoded only as far as somebody looks into it. */
final class RawDocument {
  private final byte[] bytes;
  private final int from;
  private final int length;

  /** Nobody may change the bytes as long as this is used. */
  RawDocument(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  RawDocument(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  static RawDocument of(Document document) {
    return new RawDocument(new BsonWriter().document(document).toBytes());
  }

  int length() {
    return length;
  }

  void writeTo(BsonWriter out) {
    out.raw(bytes, from, length);
  }

  private BsonReader reader() {
    return new BsonReader(bytes, from, from + length);
  }

  Document decode() {
    return reader().document();
  }

  /** The document with only those of its own fields. */
  Document decode(Set<String> names) {
    Document document = new Document();
    BsonReader fields = reader();
    fields.int32();
    for (int type = fields.one();
        type != 0 && document.size() < names.size();
        type = fields.one()) {
      String name = fields.name();
      if (names.contains(name)) {
        document.put(name, fields.value(type));
      } else {
        fields.pass(type);
      }
    }
    return document;
  }

  /** The document without those of its fields, or with only those. */
  RawDocument project(Set<String> names, boolean only) {
    BsonWriter kept = new BsonWriter(length).int32(0);
    BsonReader fields = reader();
    fields.int32();
    int start = fields.at();
    for (int type = fields.one(); type != 0; type = fields.one()) {
      String name = fields.name();
      fields.pass(type);
      if (names.contains(name) == only) {
        kept.raw(bytes, start, fields.at() - start);
      }
      start = fields.at();
    }
    kept.one(0).endAt(0);
    return new RawDocument(kept.toBytes()); // and not all the room it might have needed
  }

  /** Refuses what could not be read, such as a document that is nested too deeply. */
  void requireWellFormed() {
    reader().skipDocument();
  }

  /** Refuses a document that is too large to be stored. */
  void requireFit() {
    if (length > BsonConstants.MAX_BSON_OBJECT_SIZE) {
      throw new MongoServerError(
          10334,
          "BSONObjectTooLarge",
          "the document is %d bytes, and the most is %d"
              .formatted(length, BsonConstants.MAX_BSON_OBJECT_SIZE));
    }
  }

  /** The document with a field it does not have before all others. */
  RawDocument withFirst(String name, @Nullable Object value) {
    BsonWriter whole = new BsonWriter(length + 32).int32(0).element(name, value);
    whole.raw(bytes, from + Integer.BYTES, length - Integer.BYTES).endAt(0);
    return new RawDocument(whole.buffer(), 0, whole.length());
  }

  /** The bytes for themselves, to be kept. */
  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
  }
}
