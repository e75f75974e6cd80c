package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;

/** Documents as they are stored. */
final class Bson {
  private Bson() {}

  static byte[] encode(Document document) {
    RawDocument raw = RawDocument.of(document);
    raw.requireFit();
    return raw.toBytes();
  }

  static Document decode(byte[] bytes) {
    return new RawDocument(bytes).decode();
  }
}
