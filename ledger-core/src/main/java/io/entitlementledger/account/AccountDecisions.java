package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.HoldReason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the ledger: state and command in, events out. Nothing here reads a clock, a setting
 * or the world.
 */
final class AccountDecisions {
  private AccountDecisions() {}

  /** What a command leads to: counted once, in doubt, or known already. */
  static Decision decide(AccountState state, AccountCommand command) {
    return switch (Recognition.of(state.digests(), command)) {
      case Recognition.Known known -> duplicate(command, known.why(), known.original());
      case Recognition.InDoubt doubt -> held(command, doubt.why(), doubt.original());
      case Recognition.New _ -> decideNew(state, command);
    };
  }

  private static Decision decideNew(AccountState state, AccountCommand command) {
    Effects effects = Effects.of(state, command);
    if (effects.events().isEmpty()) {
      return duplicate(command, DuplicateReason.PRESENT_STATE, null);
    }
    if (countsWhileClosed(state, command) && !effects.endedByClosure()) {
      return held(command, HoldReason.ACCOUNT_CLOSED, null);
    }
    return new Decision(
        effects.events(),
        new Outcome(
            Verdict.APPLIED,
            effects.endedByClosure() ? Outcome.ENDED_BY_CLOSURE : null,
            null,
            effects.moves()));
  }

  private static boolean countsWhileClosed(AccountState state, AccountCommand command) {
    return !(command instanceof OpenAccount) && state.closedAt(command.cause().effectiveAt());
  }

  private static Decision duplicate(
      AccountCommand command, DuplicateReason why, @Nullable String original) {
    AccountEvent event = new DeliveryDuplicated(command.account(), why, original, command.cause());
    return unchanged(event, Verdict.DUPLICATE, why, original);
  }

  private static Decision held(AccountCommand command, HoldReason why, @Nullable String original) {
    AccountEvent event =
        new DeliveryHeld(command.account(), why, original, command.request(), command.cause());
    return unchanged(event, Verdict.HELD, why, original);
  }

  private static Decision unchanged(
      AccountEvent event, Verdict verdict, Enum<?> why, @Nullable String original) {
    return new Decision(
        List.of(event),
        new Outcome(verdict, why.name().toLowerCase(Locale.ROOT), original, List.of()));
  }
}
