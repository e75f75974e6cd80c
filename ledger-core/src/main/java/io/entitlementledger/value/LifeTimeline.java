package io.entitlementledger.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of one account over effective time, folded like its quantities: a late old closure
 * does not close an account that was reopened since.
 *
 * @param turns sorted by effective time, then order
 */
public record LifeTimeline(List<Turn> turns) {
  public static final LifeTimeline EMPTY = new LifeTimeline(List.of());

  private static final Comparator<Turn> ORDER =
      Comparator.comparing(Turn::effectiveAt).thenComparingLong(Turn::order);

  /** What can happen to an account's status. */
  public enum Kind {
    /** Seen for the first time; changes nothing where the account is known already. */
    SEEN,
    /** Reported as new, or as new again after a closure. */
    OPENED,
    CLOSED
  }

  /**
   * One turn of the account's life.
   *
   * @param order rises with every recorded event of the account
   */
  public record Turn(Instant effectiveAt, long order, Kind kind) {
    AccountStatus after(AccountStatus before) {
      return switch (kind) {
        case SEEN -> before == AccountStatus.UNKNOWN ? AccountStatus.PROVISIONAL : before;
        case OPENED -> AccountStatus.ACTIVE;
        case CLOSED -> AccountStatus.CLOSED;
      };
    }
  }

  public LifeTimeline {
    turns = Collections.unmodifiableList(turns);
  }

  /** This life with one more turn, sorted in. */
  public LifeTimeline plus(Turn turn) {
    List<Turn> longer = new ArrayList<>(turns.size() + 1);
    longer.addAll(turns);
    longer.add(turn);
    longer.sort(ORDER);
    return new LifeTimeline(longer);
  }

  /** The status at an instant, itself included. */
  public AccountStatus at(Instant instant) {
    AccountStatus status = AccountStatus.UNKNOWN;
    for (Turn turn : turns) {
      if (turn.effectiveAt().isAfter(instant)) {
        break;
      }
      status = turn.after(status);
    }
    return status;
  }

  /** The status once every known turn has come into effect. */
  public AccountStatus latest() {
    return at(Instant.MAX);
  }

  /** What closed the account, if it is closed at an instant; the first of several closures. */
  public @Nullable Turn closureAt(Instant instant) {
    Turn closure = null;
    for (Turn turn : turns) {
      if (turn.effectiveAt().isAfter(instant)) {
        break;
      }
      switch (turn.kind()) {
        case CLOSED -> closure = closure == null ? turn : closure;
        case OPENED -> closure = null;
        case SEEN -> {}
      }
    }
    return closure;
  }

  /** Which life of the account an instant falls in: 1 from the start, one more a reopening. */
  public int generationAt(Instant instant) {
    int generation = 1;
    AccountStatus status = AccountStatus.UNKNOWN;
    for (Turn turn : turns) {
      if (turn.effectiveAt().isAfter(instant)) {
        break;
      }
      if (status == AccountStatus.CLOSED && turn.kind() == Kind.OPENED) {
        generation++;
      }
      status = turn.after(status);
    }
    return generation;
  }

  /** The closures as steps that set a line to zero. */
  public Timeline closures() {
    return new Timeline(
        turns.stream()
            .filter(turn -> turn.kind() == Kind.CLOSED)
            .map(turn -> new Timeline.Step(turn.effectiveAt(), turn.order(), true, Quantity.ZERO))
            .toList());
  }
}
