package io.entitlementledger.projection.directory;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.entitlementledger.log.Head;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.AccountType;
import io.entitlementledger.value.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Answers which accounts there are. */
public final class Accounts {
  private final MongoCollection<Document> accounts;
  private final ViewStore store;
  private final Currency currency;

  public Accounts(AccountDirectory view, ViewStore store, Currency currency) {
    this.accounts = view.accounts();
    this.store = store;
    this.currency = currency;
  }

  /**
   * What is asked for.
   *
   * @param q the beginning, without regard to case, of an account's identity, number, external id
   *     or of the name of one of its sites
   * @param source the source whose accounts they are; all when it is null
   * @param limit the most accounts to answer with, at least 1
   * @param startingAfter the identity of the last account of the page before
   */
  public record Query(
      @Nullable String q,
      @Nullable AccountType type,
      @Nullable AccountStatus status,
      int limit,
      @Nullable AccountId startingAfter,
      @Nullable Source source) {
    /** Of all sources. */
    public Query(
        @Nullable String q,
        @Nullable AccountType type,
        @Nullable AccountStatus status,
        int limit,
        @Nullable AccountId startingAfter) {
      this(q, type, status, limit, startingAfter, null);
    }

    /** The first accounts of all. */
    public static Query first(int limit) {
      return new Query(null, null, null, limit, null);
    }
  }

  /**
   * Accounts in the order of their identities.
   *
   * @param position the position of the log the answer has taken in at least
   */
  public record Page(long position, List<Account> data, boolean hasMore) {}

  /**
   * The accounts that fit.
   *
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Page find(Query query, Freshness freshness) {
    Head head = currency.awaitLog(freshness);
    long needed = head.nextPosition() - 1;
    return currency.undisturbed(
        store, AccountDirectory.NAME, needed, freshness, () -> page(query, needed));
  }

  /**
   * One account.
   *
   * @return empty if the log has no event of it
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time
   */
  public Optional<Account> get(AccountId account, Freshness freshness) {
    currency.awaitLog(freshness);
    OptionalLong needed = currency.lastPosition(account);
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    // One document, read at once, with every event of the account up to the position it names:
    // while the view is rebuilt it is the one before, or not there, or not far enough.
    AccountCard card =
        currency.await(
            AccountDirectory.NAME,
            needed.getAsLong(),
            freshness,
            () -> card(account),
            AccountCard::position);
    return Optional.of(CardReading.account(card));
  }

  private @Nullable AccountCard card(AccountId account) {
    Document document = accounts.find(Filters.eq(account.toString())).first();
    return document == null ? null : CardDocument.read(document);
  }

  private Page page(Query query, long position) {
    List<Account> found = new ArrayList<>();
    for (Document document :
        accounts.find(filter(query)).sort(Sorts.ascending(ViewStore.ID)).limit(query.limit() + 1)) {
      found.add(CardReading.account(CardDocument.read(document)));
    }
    boolean hasMore = found.size() > query.limit();
    List<Account> data = hasMore ? found.subList(0, query.limit()) : found;
    return new Page(position, List.copyOf(data), hasMore);
  }

  private static Bson filter(Query query) {
    List<Bson> all = new ArrayList<>();
    if (query.q() != null && !query.q().isBlank()) {
      all.add(Filters.regex(CardDocument.TERMS, prefix(CardDocument.folded(query.q()))));
    }
    if (query.type() != null) {
      all.add(Filters.eq(CardDocument.TYPE, query.type().word()));
    }
    if (query.status() != null) {
      all.add(Filters.eq(CardDocument.STATUS, query.status().name().toLowerCase(Locale.ROOT)));
    }
    if (query.startingAfter() != null) {
      all.add(Filters.gt(ViewStore.ID, query.startingAfter().toString()));
    }
    if (query.source() != null) {
      all.add(ViewStore.accountsOf(query.source()));
    }
    return all.isEmpty() ? Filters.empty() : Filters.and(all);
  }

  /** A regular expression for what begins with a term; written so that an index can serve it. */
  private static String prefix(String term) {
    StringBuilder pattern = new StringBuilder("^");
    term.codePoints()
        .forEach(
            point -> {
              if (point < 128 && !Character.isLetterOrDigit(point)) {
                pattern.append('\\');
              }
              pattern.appendCodePoint(point);
            });
    return pattern.toString();
  }
}
