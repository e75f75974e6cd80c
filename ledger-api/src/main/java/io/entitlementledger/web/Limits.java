package io.entitlementledger.web;

import io.entitlementledger.problem.LedgerProblem;
import org.springframework.http.HttpStatus;

/** How long a page of a list may be. */
public final class Limits {
  /** The length of a page that is asked for without one. */
  public static final String DEFAULT = "100";

  private static final int LONGEST = 1000;

  private Limits() {}

  /**
   * The length, if it is one.
   *
   * @throws LedgerProblem {@code invalid_limit} if it is not from 1 to 1,000
   */
  public static int checked(int limit) {
    if (limit < 1 || limit > LONGEST) {
      throw new LedgerProblem(
          HttpStatus.BAD_REQUEST,
          "invalid_limit",
          "A limit is from 1 to %d; use starting_after for more.".formatted(LONGEST));
    }
    return limit;
  }
}
