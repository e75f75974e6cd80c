package io.entitlementledger.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What docs/reference/intake.md says about one account, as plainly as it can be put: a list of all
 * deliveries, and what counted of them.
 */
final class NaiveLedger {
  private static final long TEN_MINUTES = Duration.ofMinutes(10).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final List<Taken> taken = new ArrayList<>();
  private final NaiveAccount account = new NaiveAccount();

  static final Answer NOTHING_WAITS = new Answer("nothing_waits", null);

  record Answer(String verdict, @Nullable String reason) {}

  /** A delivery that was taken, from when it counts, and how it was answered. */
  record Taken(Sent sent, long from, Answer answer) {
    boolean is(String verdict) {
      return answer.verdict.equals(verdict);
    }

    boolean within(long window, Sent other) {
      return Math.abs(sent.at() - other.at()) <= window;
    }
  }

  Answer take(Sent sent) {
    long from = taken.isEmpty() ? sent.at() : Math.max(sent.at(), taken.getLast().from);
    Answer known = recognised(sent);
    Answer answer = known == null ? account.judge(sent, from) : known;
    Taken now = new Taken(sent, from, answer);
    taken.add(now);
    if (now.is("applied")) {
      account.count(sent, from);
    }
    return answer;
  }

  /** What a person does about a delivery. From then on it is one that was applied. */
  Answer rule(Ruled ruled) {
    for (int i = 0; i < taken.size(); i++) {
      Taken held = taken.get(i);
      if (held.sent.equals(ruled.sent()) && held.is("held")) {
        Answer released = account.applied(held.sent, held.from);
        taken.set(i, new Taken(held.sent, held.from, released));
        if (ruled.release()) {
          account.count(held.sent, held.from);
          return released;
        }
        return new Answer("discarded", null);
      }
    }
    return NOTHING_WAITS;
  }

  long quantityAt(String line, long at) {
    return account.quantity(line, at);
  }

  /** The lines that any delivery named. */
  Set<String> lines() {
    Set<String> lines = new HashSet<>();
    for (Taken each : taken) {
      Change.of(each.sent).forEach(change -> lines.add(change.line()));
      lines.add(Change.line("routed_number", each.sent));
    }
    return lines;
  }

  private @Nullable Answer recognised(Sent sent) {
    if (sent.key() != null) {
      List<Taken> keyed = taken.stream().filter(t -> sent.key().equals(t.sent.key())).toList();
      for (Taken same : same(keyed, sent)) {
        return duplicate(same.is("held") ? "already_held" : "same_idempotency_key");
      }
      if (!keyed.isEmpty()) {
        return held("conflicting_duplicate");
      }
    }
    List<Taken> compared = taken.stream().filter(t -> !t.is("duplicate")).toList();
    if (isOrder(sent)) {
      List<Taken> order = compared.stream().filter(t -> shareOrder(t.sent, sent)).toList();
      List<Taken> same = same(order, sent);
      if (order.isEmpty()) {
        return null;
      } else if (same.isEmpty()) {
        return held("conflicting_duplicate");
      } else if (same.stream().anyMatch(t -> t.is("applied") && t.within(HOUR, sent))) {
        return duplicate("same_order");
      }
      return same.stream().anyMatch(t -> t.is("held"))
          ? duplicate("already_held")
          : held("suspected_duplicate");
    }
    boolean suspected = same(compared, sent).stream().anyMatch(t -> t.within(TEN_MINUTES, sent));
    return sent.key() == null && suspected && !Change.of(sent).isEmpty()
        ? held("suspected_duplicate")
        : null;
  }

  private static List<Taken> same(List<Taken> among, Sent sent) {
    return among.stream().filter(t -> t.sent.fields().equals(sent.fields())).toList();
  }

  private static boolean isOrder(Sent sent) {
    return sent.action().equals("placed new order") && sent.text("order_number") != null;
  }

  private static boolean shareOrder(Sent one, Sent other) {
    return isOrder(one)
        && Objects.equals(one.text("order_number"), other.text("order_number"))
        && Change.of(one).stream()
            .anyMatch(
                a ->
                    Change.of(other).stream()
                        .anyMatch(b -> a.line().equals(b.line()) && a.up() == b.up()));
  }

  static Answer duplicate(String reason) {
    return new Answer("duplicate", reason);
  }

  static Answer held(String reason) {
    return new Answer("held", reason);
  }
}
