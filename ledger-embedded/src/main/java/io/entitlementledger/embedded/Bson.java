package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;

/** Documents as they are stored. */
final class Bson {
  private Bson() {}

  static byte[] encode(Document document) {
    byte[] bytes = new BsonWriter().document(document).toBytes();
    if (bytes.length > BsonConstants.MAX_BSON_OBJECT_SIZE) {
      throw new MongoServerError(
          10334,
          "BSONObjectTooLarge",
          "the document is %d bytes, and the most is %d"
              .formatted(bytes.length, BsonConstants.MAX_BSON_OBJECT_SIZE));
    }
    return bytes;
  }

  static Document decode(byte[] bytes) {
    return new BsonReader(bytes, 0, bytes.length).document();
  }
}
