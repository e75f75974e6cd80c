package io.entitlementledger.security;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.entitlementledger.value.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the store's collection {@code keys}, and the search for the one a secret belongs to.
 * They are read once and held, so that a wrong secret costs no look-up.
 */
public final class Keys {
  private record Key(Caller caller, String sha256) {}

  private final MongoCollection<Document> collection;
  private volatile List<Key> live;

  public Keys(MongoDatabase database) {
    this.collection = database.getCollection("keys");
    this.live = read();
  }

  /**
   * Whose secret was shown. It takes the same time whichever key matches, and if none does: every
   * secret is compared with every key, to the end.
   */
  Optional<Caller> find(Collection<Secret> shown) {
    @Nullable Caller found = null;
    for (Secret secret : shown) {
      byte[] hash = bytes(secret.sha256());
      for (Key key : live) {
        if (MessageDigest.isEqual(hash, bytes(key.sha256()))) {
          found = key.caller();
        }
      }
    }
    return Optional.ofNullable(found);
  }

  boolean hasBootstrap(Role role) {
    return collection.find(bootstrap(role)).first() != null;
  }

  /** Lets this secret in for the role, and no earlier bootstrap secret of that role any more. */
  void putBootstrap(Role role, @Nullable Source source, Secret secret) {
    Document present = collection.find(and(bootstrap(role), eq("sha256", secret.sha256()))).first();
    String id = present == null ? newId() : present.getString("_id");
    if (present == null) {
      Document key = new Document("_id", id).append("role", role.word());
      if (source != null) {
        key.append("source", source.name());
      }
      collection.insertOne(
          key.append("sha256", secret.sha256())
              .append("created_at", Date.from(Instant.now()))
              .append("bootstrap", true));
    }
    // Only now, so that a stop between the two leaves two keys rather than none.
    collection.deleteMany(and(bootstrap(role), ne("_id", id)));
    live = read();
  }

  private List<Key> read() {
    List<Key> keys = new ArrayList<>();
    for (Document document : collection.find()) {
      String source = document.getString("source");
      keys.add(
          new Key(
              new Caller(
                  document.getString("_id"),
                  Role.of(document.getString("role")),
                  source == null ? null : new Source(source)),
              document.getString("sha256")));
    }
    return List.copyOf(keys);
  }

  private static Bson bootstrap(Role role) {
    return and(eq("bootstrap", true), eq("role", role.word()));
  }

  private static String newId() {
    return "key_" + UuidCreator.getTimeOrderedEpoch();
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }
}
