package io.entitlementledger.projection.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of an account, as the audit trail tells it. It never changes.
 *
 * @param id the event's id
 * @param position its place in the log
 * @param sequence its place in the account's stream, from 0
 * @param type the name it is stored under
 * @param recordedAt when the log recorded it
 * @param effectiveAt when it counts from
 * @param reason what a person gave as the reason
 * @param summary what happened, in a sentence
 * @param change the line it changed; null where it changed none
 * @param delivery what caused it; null where no delivery did
 * @param leaf hex hash of the commit it is in, the leaf that a proof is for
 */
public record AuditEntry(
    String id,
    long position,
    long sequence,
    String type,
    Instant recordedAt,
    Instant effectiveAt,
    Actor actor,
    @Nullable String reason,
    String summary,
    @Nullable Change change,
    @Nullable Delivery delivery,
    String leaf) {

  /**
   * Who caused it.
   *
   * @param kind {@code sender}, {@code key} or {@code system}
   */
  public record Actor(String kind, String id) {}

  /** A line before and after, in units, at the time it counts from and as known when recorded. */
  public record Change(String product, String module, String systemSku, long before, long after) {}

  /**
   * The delivery that caused it.
   *
   * @param sha256 hex SHA-256 of its bytes as they came; null where they were erased, and in what a
   *     person did later, as the bytes are in the delivery's first commit
   * @param verdict {@code applied}, {@code duplicate}, {@code held} or {@code discarded}
   * @param webhook which webhook it is
   * @param unknownFields names of fields that the catalogue does not know
   * @param original the earlier delivery that decided it, for a duplicate or a held one
   */
  public record Delivery(
      String id,
      Instant receivedAt,
      @Nullable String sha256,
      String verdict,
      @Nullable String webhook,
      List<String> unknownFields,
      @Nullable String original) {}
}
