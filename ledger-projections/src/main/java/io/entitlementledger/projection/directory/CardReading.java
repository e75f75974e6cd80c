package io.entitlementledger.projection.directory;

import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.LifeTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a card as the account it describes, once all that is known has come into effect. */
final class CardReading {
  private CardReading() {}

  static Account account(AccountCard card) {
    LifeTimeline.Turn closure = card.life().closureAt(Instant.MAX);
    return new Account(
        card.account(),
        card.account().type().word(),
        card.account().number(),
        status(card),
        card.life().generationAt(Instant.MAX),
        card.externalId().at(Instant.MAX),
        sites(card),
        openedAt(card.life()),
        closure == null ? null : closure.effectiveAt(),
        card.position());
  }

  private static String status(AccountCard card) {
    AccountStatus status = card.life().latest();
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** When the present life began: its first turn, or the first opening after the last closure. */
  private static @Nullable Instant openedAt(LifeTimeline life) {
    Instant openedAt = null;
    boolean closed = false;
    for (LifeTimeline.Turn turn : life.turns()) {
      switch (turn.kind()) {
        case CLOSED -> closed = true;
        case SEEN -> openedAt = openedAt == null && !closed ? turn.effectiveAt() : openedAt;
        case OPENED -> {
          openedAt = openedAt == null || closed ? turn.effectiveAt() : openedAt;
          closed = false;
        }
      }
    }
    return openedAt;
  }

  private static List<Account.Site> sites(AccountCard card) {
    List<Account.Site> present = new ArrayList<>();
    card.sites()
        .forEach(
            (id, facts) -> {
              AccountCard.SiteFact latest = facts.at(Instant.MAX);
              if (latest != null && latest.present()) {
                present.add(new Account.Site(id, latest.name()));
              }
            });
    return List.copyOf(present);
  }
}
