package io.entitlementledger.problem;

import io.entitlementledger.value.AccountId;
import org.springframework.http.HttpStatus;

/**
 * What is answered when a thing is not there, in the same words when the caller may not know of it:
 * one cannot be told from the other.
 */
public final class Unknown {
  private Unknown() {}

  public static LedgerProblem account(AccountId account) {
    return new LedgerProblem(
        HttpStatus.NOT_FOUND,
        "unknown_account",
        "The ledger has nothing of the account %s; check its source, type and number."
            .formatted(account));
  }

  public static LedgerProblem delivery() {
    return new LedgerProblem(
        HttpStatus.NOT_FOUND,
        "unknown_delivery",
        "The ledger has no delivery of this id; it begins with dlv_.");
  }
}
