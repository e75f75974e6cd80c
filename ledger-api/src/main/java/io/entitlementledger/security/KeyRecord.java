package io.entitlementledger.security;

import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a key, without anything of its secret. It stays when the key has ended, so that
 * it can be told who had which one when.
 *
 * @param source the sender it belongs to, where it is bound to one
 * @param label what it is for, in the words of who made it
 * @param createdBy the key that made it, {@code start} for a secret of the settings, {@code
 *     command} for one of the command line
 * @param expiresAt from when on it is not taken any more
 * @param revokedBy the key that revoked it, or {@code start} where a new setting took its place
 */
public record KeyRecord(
    String id,
    Role role,
    @Nullable Source source,
    @Nullable String label,
    Instant createdAt,
    @Nullable String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable String revokedBy) {
  /** What secrets of the settings were made or ended by. */
  static final String START = "start";

  /** Whether a key lets its holder in. */
  public enum Status {
    LIVE,
    EXPIRED,
    REVOKED;

    /** The word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Status status(Instant now) {
    if (revokedAt != null) {
      return Status.REVOKED;
    }
    return expiresAt != null && !now.isBefore(expiresAt) ? Status.EXPIRED : Status.LIVE;
  }

  boolean isLive(Instant now) {
    return status(now) == Status.LIVE;
  }

  /** Whether it is this source's, or of the role where there is none. */
  boolean isFor(Role wanted, @Nullable Source of) {
    return role == wanted && (of == null ? source == null : of.equals(source));
  }

  Caller caller() {
    return new Caller(id, role, source);
  }

  static KeyRecord read(Document document) {
    String source = document.getString("source");
    return new KeyRecord(
        document.getString("_id"),
        Role.of(document.getString("role")),
        source == null ? null : new Source(source),
        document.getString("label"),
        document.get("created_at", Date.class).toInstant(),
        document.getString("created_by"),
        instant(document, "expires_at"),
        instant(document, "revoked_at"),
        document.getString("revoked_by"));
  }

  /** As it is stored while it is live: with the hash of its secret. */
  Document write(String sha256) {
    Document document =
        new Document("_id", id)
            .append("role", role.word())
            .append("source", source == null ? null : source.name())
            .append("label", label)
            .append(Keys.SHA256, sha256)
            .append("created_at", createdAt)
            .append("created_by", createdBy)
            .append("expires_at", expiresAt);
    document.values().removeIf(value -> value == null);
    return document;
  }

  private static @Nullable Instant instant(Document document, String field) {
    Date date = document.get(field, Date.class);
    return date == null ? null : date.toInstant();
  }
}
