package io.entitlementledger.account;

import io.entitlementledger.account.AccountState.SiteFact;
import io.entitlementledger.account.Outcome.LineMove;
import io.entitlementledger.event.AccountChanged;
import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.AccountReopened;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.ExternalIdAssigned;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.event.SiteAdded;
import io.entitlementledger.event.SiteChanged;
import io.entitlementledger.event.SiteRemoved;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The events a command that is new leads to. Each event is decided on the state that the ones
 * before it made. What says nothing new leads to no event.
 */
final class Effects {
  private final List<AccountEvent> events = new ArrayList<>();
  private final List<LineMove> moves = new ArrayList<>();
  private final AccountId account;
  private final Cause cause;
  private final Instant effectiveAt;
  private AccountState state;
  private boolean endedByClosure;

  private Effects(AccountState state, AccountCommand command) {
    this.state = state;
    this.account = command.account();
    this.cause = command.cause();
    this.effectiveAt = cause.effectiveAt();
  }

  static Effects of(AccountState state, AccountCommand command) {
    Effects effects = new Effects(state, command);
    if (command instanceof CloseAccount && state.closedAt(effects.effectiveAt)) {
      return effects; // it is closed already, whatever else the delivery tells
    }
    effects.open(command instanceof OpenAccount);
    effects.assignExternalId(command);
    switch (command) {
      case ChangeLines changes -> effects.changeLines(changes.changes());
      case SetGauge set -> effects.setGauge(set.gauge());
      case OpenAccount _ -> {} // opening is all
      case ChangeAccount change -> effects.changeAccount(change.updatedFields());
      case CloseAccount _ -> effects.close();
      case AddSite add -> effects.putSite(add.site(), List.of());
      case ChangeSite change -> effects.putSite(change.site(), change.updatedFields());
      case RemoveSite remove -> effects.removeSite(remove.site());
    }
    return effects;
  }

  List<AccountEvent> events() {
    return List.copyOf(events);
  }

  List<LineMove> moves() {
    return List.copyOf(moves);
  }

  /** Whether a closure had already ended all that the command takes away. */
  boolean endedByClosure() {
    return endedByClosure;
  }

  private void emit(AccountEvent event) {
    events.add(event);
    state = state.evolve(event);
  }

  private void open(boolean reportedAsNew) {
    AccountStatus status = state.life().at(effectiveAt);
    switch (status) {
      case UNKNOWN -> emit(new AccountOpened(account, !reportedAsNew, cause));
      case PROVISIONAL -> {
        if (reportedAsNew) {
          emit(new AccountOpened(account, false, cause));
        }
      }
      case CLOSED -> {
        if (reportedAsNew) {
          int generation = state.life().generationAt(effectiveAt) + 1;
          emit(new AccountReopened(account, generation, cause));
        }
      }
      case ACTIVE -> {}
    }
  }

  private void assignExternalId(AccountCommand command) {
    String named = command.externalId();
    String known = state.externalId().at(effectiveAt);
    if (named != null && !named.equals(known)) {
      emit(new ExternalIdAssigned(account, named, known, cause));
    }
  }

  private void assignSkus(LineKey line, Skus named) {
    Skus known = state.line(line).skusAt(effectiveAt);
    Skus now = known.updatedWith(named);
    if (!now.equals(known)) {
      emit(new SkusAssigned(account, line, now, known, cause));
    }
  }

  private void changeLines(List<LineChange> changes) {
    endedByClosure = changes.stream().allMatch(this::isEndedByClosure);
    for (LineChange change : changes) {
      if (!endedByClosure) {
        assignSkus(change.line(), change.skus());
      }
      Quantity before = state.quantityAt(change.line(), effectiveAt);
      Quantity after =
          endedByClosure ? before : before.plus(change.direction().signed(change.quantity()));
      emit(
          switch (change.direction()) {
            case INCREASE -> increased(change, before, after);
            case DECREASE -> decreased(change, before, after);
          });
      moves.add(new LineMove(change.line(), before, after));
    }
  }

  private LineIncreased increased(LineChange change, Quantity before, Quantity after) {
    return new LineIncreased(
        account,
        change.line(),
        change.quantity(),
        before,
        after,
        change.billable(),
        change.pon(),
        cause);
  }

  private LineDecreased decreased(LineChange change, Quantity before, Quantity after) {
    return new LineDecreased(
        account,
        change.line(),
        change.quantity(),
        before,
        after,
        change.billable(),
        change.pon(),
        endedByClosure,
        cause);
  }

  private boolean isEndedByClosure(LineChange change) {
    return state.closedAt(effectiveAt)
        && change.direction() == Direction.DECREASE
        && change.quantity().compareTo(state.line(change.line()).endedBefore(effectiveAt)) <= 0;
  }

  private void setGauge(GaugeReading gauge) {
    boolean known = state.lines().containsKey(gauge.line());
    assignSkus(gauge.line(), gauge.skus());
    Quantity before = state.quantityAt(gauge.line(), effectiveAt);
    if (!known || !before.equals(gauge.quantity())) {
      emit(new LineSet(account, gauge.line(), gauge.quantity(), before, gauge.billable(), cause));
      moves.add(new LineMove(gauge.line(), before, gauge.quantity()));
    }
  }

  private void changeAccount(List<String> updatedFields) {
    if (!updatedFields.isEmpty()) {
      emit(new AccountChanged(account, updatedFields, cause));
    }
  }

  private void close() {
    for (LineKey line : List.copyOf(state.lines().keySet())) {
      Quantity before = state.quantityAt(line, effectiveAt);
      if (!before.isZero()) {
        emit(new LineEnded(account, line, before, cause));
        moves.add(new LineMove(line, before, Quantity.ZERO));
      }
    }
    emit(new AccountClosed(account, cause));
  }

  private void putSite(Site site, List<String> updatedFields) {
    SiteFact known = state.siteAt(site.id(), effectiveAt);
    if (known == null || !known.present()) {
      emit(
          updatedFields.isEmpty()
              ? new SiteAdded(account, site, cause)
              : new SiteChanged(account, site, updatedFields, cause));
      return;
    }
    Site now = new Site(site.id(), site.name() == null ? known.name() : site.name());
    if (!updatedFields.isEmpty() || !Objects.equals(now.name(), known.name())) {
      emit(new SiteChanged(account, now, updatedFields, cause));
    }
  }

  private void removeSite(Site site) {
    SiteFact known = state.siteAt(site.id(), effectiveAt);
    if (known == null) {
      emit(new SiteRemoved(account, site, cause)); // never seen, but now known to be gone
    } else if (known.present()) {
      String name = site.name() == null ? known.name() : site.name();
      emit(new SiteRemoved(account, new Site(site.id(), name), cause));
    }
  }
}
