package io.entitlementledger.webhook;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.value.AccountId;
import org.jspecify.annotations.Nullable;

/** What the bytes of a delivery say, or why they say nothing that can be acted on. */
public sealed interface Reading {
  /** It asks this of one account. */
  @SuppressWarnings("AvoidCommonTypeNames") // nobody takes it for java.lang's
  record Readable(AccountCommand command) implements Reading {}

  /**
   * It cannot be read.
   *
   * @param reason a code of the intake reference, for example {@code unknown_action}
   * @param pointer JSON pointer (RFC 6901) to what could not be read, as the sender spelled it; a
   *     missing field is pointed at by its documented name; empty for the whole body
   * @param detail a sentence a person can act on
   * @param account the account it names, where that could be read
   * @param malformed whether it is no JSON object at all, which is answered with 400; anything else
   *     is accepted with 202 and quarantined
   */
  record Unreadable(
      String reason, String pointer, String detail, @Nullable AccountId account, boolean malformed)
      implements Reading {}
}
