package io.entitlementledger.webhook;

import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Quantity;

/** What the whole numbers of a delivery may be. */
final class Numbers {
  /** More of anything at once is taken for a mistake. */
  static final long MAX_COUNT = 1_000_000;

  private static final int MAX_DIGITS = 18; // a long holds any number of so many

  private Numbers() {}

  /** The number of an account or a site: from 1 to 2^53 − 1. */
  static long identity(Field field, Value value) {
    String digits = value.text();
    long number = digits.length() > MAX_DIGITS ? 0 : Long.parseLong(digits);
    if (number < 1 || number > AccountId.MAX_NUMBER) {
      throw new Refusal(
          Reason.NUMBER_OUT_OF_RANGE,
          value.pointer(),
          "%s must be from 1 to %d.".formatted(field.name(), AccountId.MAX_NUMBER));
    }
    return number;
  }

  /** A count: from 0 to a million. */
  static Quantity count(Field field, Value value) {
    String digits = value.text();
    if (digits.startsWith("-")) {
      throw new Refusal(
          Reason.NEGATIVE_COUNT,
          value.pointer(),
          field.name() + " is below zero; event_type says which way a count goes.");
    }
    if (digits.length() > MAX_DIGITS || Long.parseLong(digits) > MAX_COUNT) {
      throw new Refusal(
          Reason.COUNT_TOO_LARGE,
          value.pointer(),
          "%s is over %d.".formatted(field.name(), MAX_COUNT));
    }
    return new Quantity(Long.parseLong(digits));
  }
}
