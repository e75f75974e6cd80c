package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryDiscarded;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.DeliveryReleased;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.HoldReason;
import io.entitlementledger.event.Windows;
import java.util.ArrayList;
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
      case Recognition.Known known ->
          duplicate(command, known.why(), known.original(), known.windows());
      case Recognition.InDoubt doubt ->
          held(command, doubt.why(), doubt.original(), doubt.windows());
      case Recognition.New _ -> decideNew(state, command);
    };
  }

  /**
   * What a person's release of a held delivery leads to: all that it asked for, from when it
   * counts.
   *
   * @throws NothingWaitsException if it is not held
   */
  static Decision release(AccountState state, ReleaseDelivery command) {
    Held held = waiting(state, command.delivery());
    Cause cause = held.cause().ruledBy(command.ruling());
    AccountEvent released =
        new DeliveryReleased(command.account(), command.ruling().idempotencyKey(), cause);
    Effects effects = Effects.of(state.evolve(released), held.command(command.account(), cause));
    List<AccountEvent> events = new ArrayList<>(List.of(released));
    events.addAll(effects.events());
    return new Decision(List.copyOf(events), applied(effects));
  }

  /**
   * What it leads to that a person discards a held delivery.
   *
   * @throws NothingWaitsException if it is not held
   */
  static Decision discard(AccountState state, DiscardDelivery command) {
    Cause cause = waiting(state, command.delivery()).cause().ruledBy(command.ruling());
    return new Decision(
        List.of(new DeliveryDiscarded(command.account(), command.ruling().idempotencyKey(), cause)),
        new Outcome(Verdict.DISCARDED, null, null, List.of()));
  }

  private static Held waiting(AccountState state, String delivery) {
    Held held = state.waiting().get(delivery);
    if (held == null) {
      throw new NothingWaitsException(delivery);
    }
    return held;
  }

  private static Decision decideNew(AccountState state, AccountCommand command) {
    Effects effects = Effects.of(state, command);
    if (effects.events().isEmpty()) {
      return duplicate(command, DuplicateReason.PRESENT_STATE, null, null);
    }
    if (countsWhileClosed(state, command) && !effects.endedByClosure()) {
      return held(command, HoldReason.ACCOUNT_CLOSED, null, null);
    }
    return new Decision(effects.events(), applied(effects));
  }

  private static Outcome applied(Effects effects) {
    return new Outcome(
        Verdict.APPLIED,
        effects.endedByClosure() ? Outcome.ENDED_BY_CLOSURE : null,
        null,
        effects.moves());
  }

  private static boolean countsWhileClosed(AccountState state, AccountCommand command) {
    return !(command instanceof OpenAccount) && state.closedAt(command.cause().effectiveAt());
  }

  private static Decision duplicate(
      AccountCommand command,
      DuplicateReason why,
      @Nullable String original,
      @Nullable Windows windows) {
    AccountEvent event =
        new DeliveryDuplicated(command.account(), why, original, windows, command.cause());
    return unchanged(event, Verdict.DUPLICATE, why, original);
  }

  private static Decision held(
      AccountCommand command,
      HoldReason why,
      @Nullable String original,
      @Nullable Windows windows) {
    AccountEvent event =
        new DeliveryHeld(
            command.account(), why, original, command.request(), windows, command.cause());
    return unchanged(event, Verdict.HELD, why, original);
  }

  private static Decision unchanged(
      AccountEvent event, Verdict verdict, Enum<?> why, @Nullable String original) {
    return new Decision(
        List.of(event),
        new Outcome(verdict, why.name().toLowerCase(Locale.ROOT), original, List.of()));
  }
}
