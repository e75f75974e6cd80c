package io.entitlementledger.security;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import com.github.f4b6a3.uuid.UuidCreator;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.value.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The keys in the store's collection {@code keys}, and the search for the one a secret belongs to.
 * They are held, so that no request costs a look-up: what this process changes counts at once, and
 * what another one changes when {@link #refresh} reads it.
 */
public final class Keys {
  /** The hash of a secret that is taken. */
  static final String SHA256 = "sha256";

  /** The hash of a revoked one: under another name, so that nothing can take it for a live one. */
  private static final String REVOKED_SHA256 = "revoked_sha256";

  private record Held(KeyRecord key, String hash) {}

  /** A key that was made, with its secret, which nothing knows after this. */
  public record Made(KeyRecord key, Secret secret) {}

  private final MongoCollection<Document> collection;
  private final InstantSource clock;
  private volatile List<Held> held = List.of();

  public Keys(MongoDatabase database, InstantSource clock) {
    this.collection = database.getCollection("keys");
    this.clock = clock;
    refresh();
  }

  /** Reads the keys that are not revoked; never while a change is half done. */
  public synchronized void refresh() {
    held =
        stored().stream()
            .filter(key -> key.containsKey(SHA256))
            .map(key -> new Held(KeyRecord.read(key), key.getString(SHA256)))
            .toList();
  }

  /**
   * Whose secret was shown. It takes the same time whichever key matches, and if none does: every
   * secret is compared with every key, to the end.
   */
  Optional<Caller> find(Collection<Secret> shown) {
    Instant now = clock.instant();
    @Nullable Caller found = null;
    for (Secret secret : shown) {
      byte[] hash = bytes(secret.sha256());
      for (Held one : held) {
        if (MessageDigest.isEqual(hash, bytes(one.hash())) && one.key().isLive(now)) {
          found = one.key().caller();
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** Whether anybody could post the webhooks of a source now. */
  boolean hasLive(Source source) {
    Instant now = clock.instant();
    return held.stream()
        .anyMatch(one -> one.key().isFor(Role.INGEST, source) && one.key().isLive(now));
  }

  /** Every key there ever was, the oldest first. */
  public List<KeyRecord> all() {
    return stored().stream()
        .map(KeyRecord::read)
        .sorted(Comparator.comparing(KeyRecord::createdAt).thenComparing(KeyRecord::id))
        .toList();
  }

  /** They are few, and read whole: no index is kept for them. */
  private List<Document> stored() {
    return collection.find().into(new ArrayList<>());
  }

  /** Makes a key with a secret of its own. */
  public synchronized Made make(
      Role role, @Nullable Source source, String label, @Nullable Instant expiresAt, String by) {
    Secret secret = Secret.generate();
    KeyRecord key = insert(role, source, label, expiresAt, by, secret);
    refresh();
    return new Made(key, secret);
  }

  /**
   * Ends a key. One that had ended already stays as it is.
   *
   * @return empty if there is no such key
   * @throws LedgerProblem {@code last_admin_key} if nobody could administer the ledger any more
   */
  public synchronized Optional<KeyRecord> revoke(String id, String by) {
    Document present = collection.find(eq(id)).first();
    if (present == null) {
      return Optional.empty();
    }
    KeyRecord key = KeyRecord.read(present);
    if (key.revokedAt() != null) {
      return Optional.of(key);
    }
    if (key.role() == Role.ADMIN && all().stream().noneMatch(k -> administersForEver(k, id))) {
      throw new LedgerProblem(
          HttpStatus.CONFLICT,
          "last_admin_key",
          "No other admin key without an end is left; make one before this one is revoked.");
    }
    end(present, by);
    refresh();
    return Optional.ofNullable(collection.find(eq(id)).first()).map(KeyRecord::read);
  }

  private static boolean administersForEver(KeyRecord key, String butNot) {
    return key.role() == Role.ADMIN
        && key.revokedAt() == null
        && key.expiresAt() == null
        && !key.id().equals(butNot);
  }

  /** The key a secret is or was of, whatever became of it. */
  Optional<KeyRecord> ofSecret(Secret secret) {
    String hash = secret.sha256();
    return stored().stream()
        .filter(key -> hash.equals(key.get(SHA256)) || hash.equals(key.get(REVOKED_SHA256)))
        .findFirst()
        .map(KeyRecord::read);
  }

  /**
   * Lets this secret in for the role, and no earlier one of the settings of that role any more.
   *
   * @param known the key that has this secret already, where there is one
   */
  synchronized void putBootstrap(
      Role role, @Nullable Source source, Secret secret, Optional<KeyRecord> known) {
    KeyRecord key =
        known.orElseGet(
            () -> insert(role, source, "from the settings", null, KeyRecord.START, secret));
    collection.updateOne(eq(key.id()), Updates.set("bootstrap", true));
    // Only now, so that a stop between the two leaves two keys rather than none.
    for (Document other : stored()) {
      if (other.getBoolean("bootstrap", false)
          && role.word().equals(other.getString("role"))
          && other.containsKey(SHA256)
          && !key.id().equals(other.getString("_id"))) {
        end(other, KeyRecord.START);
      }
    }
    refresh();
  }

  private KeyRecord insert(
      Role role,
      @Nullable Source source,
      String label,
      @Nullable Instant expiresAt,
      String by,
      Secret secret) {
    String id = "key_" + UuidCreator.getTimeOrderedEpoch();
    KeyRecord key = new KeyRecord(id, role, source, label, now(), by, expiresAt, null, null);
    collection.insertOne(key.write(secret.sha256()));
    return key;
  }

  private void end(Document key, String by) {
    collection.updateOne(
        and(eq(key.getString("_id")), exists(SHA256)),
        Updates.combine(
            Updates.set("revoked_at", now()),
            Updates.set("revoked_by", by),
            Updates.set(REVOKED_SHA256, key.getString(SHA256)),
            Updates.unset(SHA256)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static byte[] bytes(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }
}
