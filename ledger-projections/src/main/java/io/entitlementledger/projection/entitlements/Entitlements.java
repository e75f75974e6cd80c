package io.entitlementledger.projection.entitlements;

import io.entitlementledger.log.Head;
import io.entitlementledger.projection.history.Change;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Answers what one account was entitled to at a time, as known at a time. */
public final class Entitlements {
  private final EntitlementView view;
  private final ViewStore store;
  private final Currency currency;

  public Entitlements(EntitlementView view, ViewStore store, Currency currency) {
    this.view = view;
    this.store = store;
    this.currency = currency;
  }

  /**
   * What an account was entitled to.
   *
   * @param asOf counts what is effective at this instant or before
   * @param knownAt counts what was recorded at this instant or before
   * @return empty if the log has no event of the account
   * @throws io.entitlementledger.projection.replay.ViewBehindException if the view is not current
   *     in time, or is rebuilt meanwhile
   */
  public Optional<EntitlementsAnswer> at(
      AccountId account, Instant asOf, Instant knownAt, Freshness freshness) {
    // The head first: if it is past knownAt, the look-up after it misses nothing of that time.
    Head head = currency.awaitLog(freshness);
    OptionalLong needed = currency.lastPosition(account);
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    boolean isFinal = head.highWater().isAfter(knownAt);
    return Optional.of(
        currency.undisturbed(
            store,
            EntitlementView.NAME,
            needed.getAsLong(),
            freshness,
            () -> {
              AccountFold known =
                  currency.await(
                      EntitlementView.NAME,
                      needed.getAsLong(),
                      freshness,
                      () -> view.find(account),
                      AccountFold::position);
              return answer(known, asOf, knownAt, known.position(), isFinal);
            }));
  }

  /** The answer from an account's view that has reached what is needed. */
  EntitlementsAnswer answer(
      AccountFold known, Instant asOf, Instant knownAt, long upTo, boolean isFinal) {
    if (known.answers(asOf, knownAt, upTo)) {
      return answer(known.account(), asOf, knownAt, known.position(), known.fold(), isFinal);
    }
    Change last = view.changes().newest(known.account(), knownAt, upTo);
    return last == null
        ? answer(known.account(), asOf, knownAt, null, new EntitlementFold(), isFinal)
        : answer(
            known.account(),
            asOf,
            knownAt,
            last.position(),
            view.foldUpTo(known.account(), asOf, last.position()),
            isFinal);
  }

  private static EntitlementsAnswer answer(
      AccountId account,
      Instant asOf,
      Instant knownAt,
      @Nullable Long position,
      EntitlementFold fold,
      boolean isFinal) {
    List<EntitlementLine> lines = fold.lines();
    return new EntitlementsAnswer(
        account,
        asOf,
        knownAt,
        position,
        fold.catalogue(),
        lines,
        isFinal,
        CanonicalLines.hash(account, lines));
  }
}
