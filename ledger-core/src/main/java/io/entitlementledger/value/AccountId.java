package io.entitlementledger.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One account, and the name of its aggregate and stream: {@code {source}.{type}.{number}}, for
 * example {@code ipilot.customer.2779}.
 *
 * @param number the sender's {@code account_id}, from 1 to 2^53 − 1
 */
public record AccountId(Source source, AccountType type, long number) {
  /** The largest whole number that every JSON reader keeps exact. */
  public static final long MAX_NUMBER = (1L << 53) - 1;

  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9-]{0,31})\\.(customer|reseller|platform)\\.([1-9][0-9]{0,15})");

  public AccountId {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "An account number is from 1 to " + MAX_NUMBER + ", not " + number);
    }
  }

  /**
   * Reads {@code ipilot.customer.2779}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static AccountId parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "An account is written {source}.{type}.{number}, for example ipilot.customer.2779");
    }
    return new AccountId(
        new Source(form.group(1)), AccountType.of(form.group(2)), Long.parseLong(form.group(3)));
  }

  @Override
  public String toString() {
    return source.name() + "." + type.word() + "." + number;
  }
}
