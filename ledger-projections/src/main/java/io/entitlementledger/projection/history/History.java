package io.entitlementledger.projection.history;

import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Answers how the quantities of an account's lines came to be. */
public final class History {
  private final ChangeCollection changes;
  private final String view;
  private final ViewStore store;
  private final Currency currency;

  /**
   * @param view the view that keeps the changes
   */
  public History(ChangeCollection changes, String view, ViewStore store, Currency currency) {
    this.changes = changes;
    this.view = view;
    this.store = store;
    this.currency = currency;
  }

  /**
   * What is asked for.
   *
   * @param knownAt as known at this instant
   * @param from steps effective at this instant or later
   * @param to steps effective before this instant
   * @param product steps of lines of this product
   * @param limit the most steps to answer with, at least 1
   * @param startingAfter the cursor of the last step of the page before
   */
  public record Query(
      AccountId account,
      Instant knownAt,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String product,
      int limit,
      @Nullable String startingAfter) {
    /** Every step of an account, as known at an instant. */
    public static Query all(AccountId account, Instant knownAt) {
      return new Query(account, knownAt, null, null, null, Integer.MAX_VALUE, null);
    }
  }

  /**
   * Steps in the order they count: by effective time, then as recorded.
   *
   * @param position of the account's last event recorded by {@code knownAt}; null before its first
   * @param hasMore whether steps follow the last one
   */
  public record Page(
      AccountId account,
      Instant knownAt,
      @Nullable Long position,
      List<HistoryStep> data,
      boolean hasMore) {}

  /**
   * The quantity steps of an account's lines.
   *
   * @return empty if the log has no event of the account
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   * @throws IllegalArgumentException if {@code startingAfter} names no step of the answer
   */
  public Optional<Page> of(Query query, Freshness freshness) {
    currency.awaitLog(freshness);
    OptionalLong needed = currency.lastPosition(query.account());
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        currency.undisturbed(store, view, needed.getAsLong(), freshness, () -> page(query)));
  }

  private Page page(Query query) {
    Change newest = changes.newest(query.account(), query.knownAt(), Long.MAX_VALUE);
    if (newest == null) {
      return new Page(query.account(), query.knownAt(), null, List.of(), false);
    }
    StepWindow window = new StepWindow(query);
    changes.forEach(query.account(), null, newest.position(), window::take);
    return new Page(
        query.account(), query.knownAt(), newest.position(), window.steps(), window.hasMore());
  }
}
