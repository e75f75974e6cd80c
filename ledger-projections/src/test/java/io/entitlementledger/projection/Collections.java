package io.entitlementledger.projection;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** What the views hold, to the byte. */
public final class Collections {
  private static final List<String> VIEWS =
      List.of("accounts", "entitlements", "entitlement_changes", "audit", "deliveries");

  private Collections() {}

  /** Every document of every view, in the order of their identities, as BSON. */
  public static SortedMap<String, List<BsonDocument>> of(MongoDatabase database) {
    SortedMap<String, List<BsonDocument>> all = new TreeMap<>();
    for (String name : VIEWS) {
      all.put(
          name,
          database
              .getCollection(name, RawBsonDocument.class)
              .find()
              .sort(Sorts.ascending("_id"))
              .map(BsonDocument.class::cast)
              .into(new ArrayList<>()));
    }
    return all;
  }
}
