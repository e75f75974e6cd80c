package io.entitlementledger.account;

import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.Windows;
import io.entitlementledger.value.LineChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account has seen a delivery before. The sender gives no id, so a delivery is known by
 * the key its sender may have given, else by the order it belongs to, else by its content alone.
 */
sealed interface Recognition {
  /** It is not known. */
  record New() implements Recognition {}

  /**
   * It is known, and must not count again.
   *
   * @param windows where its distance in time decided it
   */
  record Known(DuplicateReason why, String original, @Nullable Windows windows)
      implements Recognition {}

  /**
   * It may be known: a person has to decide.
   *
   * @param windows where its distance in time decided it
   */
  record InDoubt(HoldReason why, String original, @Nullable Windows windows)
      implements Recognition {}

  /** Recognises a delivery among those its account has seen. */
  static Recognition of(Digests digests, AccountCommand command) {
    Delivery delivery = command.cause().delivery();
    if (delivery == null || delivery.content() == null) {
      return new New(); // a person's act, not a delivery
    }
    Recognition recognition = new New();
    if (delivery.idempotencyKey() != null) {
      recognition =
          byIdempotencyKey(
              digests.under(NaturalKey.idempotency(delivery.idempotencyKey())), delivery.content());
    }
    if (recognition instanceof New && command instanceof ChangeLines changes) {
      recognition = byContent(digests, changes, delivery);
    }
    return recognition;
  }

  private static Recognition byIdempotencyKey(List<Seen> seen, String content) {
    if (seen.isEmpty()) {
      return new New();
    }
    for (Seen earlier : seen) {
      if (earlier.content().equals(content)) {
        return new Known(
            earlier.fate() == Seen.Fate.HELD
                ? DuplicateReason.ALREADY_HELD
                : DuplicateReason.SAME_IDEMPOTENCY_KEY,
            earlier.delivery(),
            null);
      }
    }
    return new InDoubt(HoldReason.CONFLICTING_DUPLICATE, seen.getFirst().delivery(), null);
  }

  private static Recognition byContent(Digests digests, ChangeLines command, Delivery delivery) {
    boolean ordered = command.changes().stream().allMatch(change -> change.pon() != null);
    if (ordered) {
      return byOrder(digests, command, delivery);
    }
    if (delivery.idempotencyKey() != null) {
      return new New(); // its sender tells it from all others by its key
    }
    for (Seen earlier : digests.under(NaturalKey.content(delivery))) {
      if (earlier.within(command.windows().repeat(), delivery.receivedAt())) {
        return new InDoubt(
            HoldReason.SUSPECTED_DUPLICATE, earlier.delivery(), command.windows().named());
      }
    }
    return new New();
  }

  private static Recognition byOrder(Digests digests, ChangeLines command, Delivery delivery) {
    Seen known = null;
    for (LineChange change : command.changes()) {
      List<Seen> seen = under(digests, change);
      if (!seen.isEmpty()) {
        known = seen.getFirst();
      }
    }
    if (known == null) {
      return new New();
    }
    // The content is that of the whole delivery: if one of its changes was seen with it, all were.
    List<Seen> same =
        under(digests, command.changes().getFirst()).stream()
            .filter(earlier -> earlier.content().equals(delivery.content()))
            .toList();
    if (same.isEmpty()) {
      return new InDoubt(HoldReason.CONFLICTING_DUPLICATE, known.delivery(), null);
    }
    return repeat(same, delivery.receivedAt(), command.windows());
  }

  private static Recognition repeat(List<Seen> same, Instant receivedAt, DuplicateWindows windows) {
    Seen held = null;
    for (Seen earlier : same) {
      if (earlier.fate() == Seen.Fate.HELD) {
        held = earlier;
      } else if (earlier.within(windows.retry(), receivedAt)) {
        return new Known(DuplicateReason.SAME_ORDER, earlier.delivery(), windows.named());
      }
    }
    return held == null
        ? new InDoubt(HoldReason.SUSPECTED_DUPLICATE, same.getFirst().delivery(), windows.named())
        : new Known(DuplicateReason.ALREADY_HELD, held.delivery(), null);
  }

  private static List<Seen> under(Digests digests, LineChange change) {
    @Nullable String pon = change.pon();
    return pon == null
        ? List.of()
        : digests.under(NaturalKey.order(change.line(), change.direction(), pon));
  }
}
