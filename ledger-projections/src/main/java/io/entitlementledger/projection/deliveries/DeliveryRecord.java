package io.entitlementledger.projection.deliveries;

import io.entitlementledger.event.Windows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a delivery.
 *
 * @param status {@code applied}, {@code duplicate}, {@code held}, {@code quarantined} or {@code
 *     discarded}
 * @param reason why it is a duplicate, held or quarantined, or a remark on what is applied; a
 *     lower-case code
 * @param account the account it is of, or names; null where that could not be read
 * @param webhook which webhook it is, where that could be read
 * @param pointer JSON pointer to what could not be read, where it is or was quarantined
 * @param detail a sentence on what could not be read, likewise
 * @param original the earlier delivery that decided it, for a duplicate or a held one
 * @param windows those that decided it, where its distance in time from the original did
 * @param unknownFields names of fields that the catalogue does not know
 * @param sha256 hex SHA-256 of its bytes as they came; null where they were erased
 * @param position the place in the log of the first event it caused
 * @param first what became of it at first, where a person has ruled on it since
 * @param rulings what persons did with it, in order
 */
public record DeliveryRecord(
    String id,
    String status,
    @Nullable String reason,
    String source,
    @Nullable String account,
    Instant receivedAt,
    Instant recordedAt,
    @Nullable String webhook,
    @Nullable String pointer,
    @Nullable String detail,
    @Nullable String original,
    @Nullable Windows windows,
    List<String> unknownFields,
    @Nullable String catalogue,
    @Nullable String sha256,
    long position,
    @Nullable First first,
    List<Ruling> rulings) {

  /** What became of a delivery when it came. */
  public record First(
      String status,
      @Nullable String reason,
      @Nullable String original,
      @Nullable String catalogue) {}

  /**
   * What a person did with a delivery.
   *
   * @param act {@code retry}, {@code release} or {@code discard}
   * @param status what became of the delivery by it
   * @param by the key that the person showed
   * @param reason why, in that person's words
   * @param idempotencyKey the act's own key, where the person gave one
   * @param leaf hex hash of its commit, the leaf that a proof is for
   */
  public record Ruling(
      String act,
      String status,
      String by,
      @Nullable String reason,
      @Nullable String idempotencyKey,
      Instant recordedAt,
      long position,
      String leaf) {}

  /** The same after one more ruling. */
  DeliveryRecord after(
      Ruling ruling, @Nullable String nowReason, @Nullable String nowOriginal, Reading reading) {
    List<Ruling> more = new ArrayList<>(rulings);
    more.add(ruling);
    return new DeliveryRecord(
        id,
        ruling.status(),
        nowReason,
        source,
        reading.account(),
        receivedAt,
        recordedAt,
        reading.webhook(),
        pointer,
        detail,
        nowOriginal,
        windows,
        reading.unknownFields(),
        reading.catalogue(),
        sha256,
        position,
        first == null ? new First(status, reason, original, catalogue) : first,
        List.copyOf(more));
  }

  /** What a delivery says of itself, as it was read last. */
  record Reading(
      @Nullable String account,
      @Nullable String webhook,
      List<String> unknownFields,
      @Nullable String catalogue) {}

  Reading reading() {
    return new Reading(account, webhook, unknownFields, catalogue);
  }
}
