package io.entitlementledger.projection.directory;

import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Dated;
import io.entitlementledger.value.LifeTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A card as a document, and back; beside it what accounts are found by. */
final class CardDocument {
  static final String TYPE = "type";
  static final String STATUS = "status";
  static final String TERMS = "terms";

  private CardDocument() {}

  static Document write(AccountCard card) {
    Account account = CardReading.account(card);
    Document document =
        new Document(ViewStore.ID, card.account().toString())
            .append("source", card.account().source().name())
            .append(TYPE, account.type())
            .append("account_id", account.accountId())
            .append(STATUS, account.status())
            .append("generation", account.generation())
            .append("external_id", account.externalId())
            .append("opened_at", account.openedAt())
            .append("closed_at", account.closedAt())
            .append(ViewStore.POSITION, card.position())
            .append(TERMS, terms(account))
            .append("life", card.life().turns().stream().map(CardDocument::turn).toList())
            .append(
                "external_ids",
                card.externalId().entries().stream().map(CardDocument::externalId).toList())
            .append("sites", sites(card));
    document.values().removeIf(value -> value == null);
    return document;
  }

  static AccountCard read(Document document) {
    LifeTimeline life = LifeTimeline.EMPTY;
    for (Document turn : document.getList("life", Document.class)) {
      life =
          life.plus(
              new LifeTimeline.Turn(
                  ViewStore.instant(turn, "at"),
                  turn.getLong("order"),
                  LifeTimeline.Kind.valueOf(turn.getString("kind"))));
    }
    Dated<String> externalId = Dated.unknown();
    for (Document entry : document.getList("external_ids", Document.class)) {
      externalId =
          externalId.plus(
              ViewStore.instant(entry, "at"), entry.getLong("order"), entry.getString("value"));
    }
    SortedMap<Long, Dated<AccountCard.SiteFact>> sites = new TreeMap<>();
    for (Document fact : document.getList("sites", Document.class)) {
      sites.merge(
          fact.getLong("site_id"), site(Dated.unknown(), fact), (before, _) -> site(before, fact));
    }
    return new AccountCard(
        AccountId.parse(document.getString(ViewStore.ID)),
        document.getLong(ViewStore.POSITION),
        life,
        externalId,
        sites);
  }

  /** How a term is compared: without regard to case. */
  static String folded(String term) {
    return term.strip().toLowerCase(Locale.ROOT);
  }

  private static List<String> terms(Account account) {
    return Stream.concat(
            Stream.of(
                account.account().toString(),
                Long.toString(account.accountId()),
                account.externalId()),
            account.sites().stream().map(Account.Site::name))
        .filter(Objects::nonNull)
        .map(CardDocument::folded)
        .distinct()
        .sorted()
        .toList();
  }

  private static Document turn(LifeTimeline.Turn turn) {
    return new Document("at", turn.effectiveAt())
        .append("order", turn.order())
        .append("kind", turn.kind().name());
  }

  private static Document externalId(Dated.Entry<String> entry) {
    return new Document("at", entry.effectiveAt())
        .append("order", entry.order())
        .append("value", entry.value());
  }

  private static List<Document> sites(AccountCard card) {
    List<Document> facts = new ArrayList<>();
    card.sites()
        .forEach(
            (id, site) -> {
              for (Dated.Entry<AccountCard.SiteFact> entry : site.entries()) {
                Document fact =
                    new Document("site_id", id)
                        .append("at", entry.effectiveAt())
                        .append("order", entry.order())
                        .append("present", entry.value().present());
                if (entry.value().name() != null) {
                  fact.append("name", entry.value().name());
                }
                facts.add(fact);
              }
            });
    return facts;
  }

  private static Dated<AccountCard.SiteFact> site(
      Dated<AccountCard.SiteFact> before, Document fact) {
    @Nullable String name = fact.getString("name");
    return before.plus(
        ViewStore.instant(fact, "at"),
        fact.getLong("order"),
        new AccountCard.SiteFact(name, fact.getBoolean("present")));
  }
}
