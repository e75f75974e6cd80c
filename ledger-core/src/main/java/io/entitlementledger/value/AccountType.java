package io.entitlementledger.value;

import java.util.Locale;

/** Whose account it is, from the sender's {@code event_object}. */
public enum AccountType {
  CUSTOMER,
  RESELLER,
  PLATFORM;

  /** The word used in identities and JSON: {@code customer}, {@code reseller}, {@code platform}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type a word names.
   *
   * @throws IllegalArgumentException if no type has that word
   */
  public static AccountType of(String word) {
    for (AccountType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is no account type; use customer, reseller or platform");
  }
}
