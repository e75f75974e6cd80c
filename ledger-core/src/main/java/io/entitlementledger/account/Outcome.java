package io.entitlementledger.account;

import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param reason why it is a duplicate or held, or a remark on what was applied; lower case, stable
 * @param original the earlier delivery that decided it, where there is one
 * @param changes the lines that were changed; empty unless applied
 */
public record Outcome(
    Verdict verdict, @Nullable String reason, @Nullable String original, List<LineMove> changes) {
  /** The reason of a decrease that a closure had already made. */
  public static final String ENDED_BY_CLOSURE = "ended_by_closure";

  /** One line, before and after, at the time the change counts from. */
  public record LineMove(LineKey line, Quantity before, Quantity after) {}
}
