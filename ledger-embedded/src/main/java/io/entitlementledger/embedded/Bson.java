package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;

/** Documents as they are stored. */
final class Bson {
  private Bson() {}

  /** A document made here, which is refused if it could not be read again. */
  static RawDocument storable(Document document) {
    RawDocument raw = RawDocument.of(document);
    raw.requireFit();
    raw.requireWellFormed();
    return raw;
  }

  static byte[] encode(Document document) {
    return storable(document).toBytes();
  }

  static Document decode(byte[] bytes) {
    return new RawDocument(bytes).decode();
  }
}
