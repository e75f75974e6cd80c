package io.entitlementledger.accounts;

import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Unknown;
import io.entitlementledger.projection.LedgerViews;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.directory.Account;
import io.entitlementledger.projection.directory.Accounts;
import io.entitlementledger.projection.entitlements.EntitlementsAnswer;
import io.entitlementledger.projection.history.History;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.security.Caller;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.AccountType;
import io.entitlementledger.web.Limits;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts: who there is, what each is entitled to, and how that came to be. */
@RestController
class AccountsController {
  private final LedgerViews views;

  AccountsController(LedgerNode ledger) {
    this.views = ledger.views();
  }

  @Operation(summary = "List accounts, in the order of their identities")
  @GetMapping("/v1/accounts")
  Accounts.Page find(
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable AccountType type,
      @RequestParam(required = false) @Nullable AccountStatus status,
      @RequestParam(defaultValue = Limits.DEFAULT) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable AccountId startingAfter,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition,
      @AuthenticationPrincipal Caller caller) {
    return views
        .accounts()
        .find(
            new Accounts.Query(
                term(q), type, status, Limits.checked(limit), startingAfter, caller.source()),
            Freshness.DEFAULT.atLeast(minPosition));
  }

  @Operation(summary = "One account")
  @GetMapping("/v1/accounts/{account}")
  Account get(
      @PathVariable AccountId account,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition) {
    return known(account, views.accounts().get(account, Freshness.DEFAULT.atLeast(minPosition)));
  }

  @Operation(summary = "What an account was entitled to at a time, as known at a time")
  @GetMapping("/v1/accounts/{account}/entitlements")
  EntitlementsAnswer entitlements(
      @PathVariable AccountId account,
      @RequestParam(name = "as_of", required = false) @Nullable Instant asOf,
      @RequestParam(name = "known_at", required = false) @Nullable Instant knownAt,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition) {
    Freshness freshness = Freshness.DEFAULT.atLeast(minPosition);
    views.currency().awaitLog(freshness); // so that "now" is not before the write waited for
    Instant now = views.currency().present();
    return known(
        account,
        views
            .entitlements()
            .at(account, asOf == null ? now : asOf, knownAt == null ? now : knownAt, freshness));
  }

  @Operation(summary = "The quantity steps of an account's lines, in the order they count")
  @GetMapping("/v1/accounts/{account}/history")
  History.Page history(
      @PathVariable AccountId account,
      @RequestParam(name = "known_at", required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String product,
      @RequestParam(defaultValue = Limits.DEFAULT) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition) {
    Freshness freshness = Freshness.DEFAULT.atLeast(minPosition);
    views.currency().awaitLog(freshness);
    Instant known = knownAt == null ? views.currency().present() : knownAt;
    History.Query query =
        new History.Query(account, known, from, to, product, Limits.checked(limit), startingAfter);
    return known(account, steps(query, freshness));
  }

  private Optional<History.Page> steps(History.Query query, Freshness freshness) {
    try {
      return views.history().of(query, freshness);
    } catch (IllegalArgumentException unknownCursor) {
      throw new LedgerProblem(
          HttpStatus.BAD_REQUEST,
          "invalid_cursor",
          "starting_after is the cursor of a step of this history; take it from the page before.");
    }
  }

  @Operation(summary = "Everything that happened to an account, by whom and why")
  @GetMapping("/v1/accounts/{account}/audit")
  Audit.Page audit(
      @PathVariable AccountId account,
      @RequestParam(defaultValue = "asc") Audit.Order order,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String product,
      @RequestParam(defaultValue = Limits.DEFAULT) int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable Long startingAfter,
      @RequestParam(name = "min_position", defaultValue = "-1") long minPosition) {
    return known(
        account,
        views
            .audit()
            .of(
                new Audit.Query(
                    account, order, from, to, type, product, Limits.checked(limit), startingAfter),
                Freshness.DEFAULT.atLeast(minPosition)));
  }

  /** A search term; no name holds control characters, and no index can look for them. */
  private static @Nullable String term(@Nullable String q) {
    if (q != null && q.chars().anyMatch(Character::isISOControl)) {
      throw new LedgerProblem(
          HttpStatus.BAD_REQUEST, "invalid_q", "A search term has no control characters.");
    }
    return q;
  }

  private static <T> T known(AccountId account, Optional<T> answer) {
    return answer.orElseThrow(() -> Unknown.account(account));
  }
}
