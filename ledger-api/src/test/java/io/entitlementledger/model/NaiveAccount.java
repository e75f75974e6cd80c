package io.entitlementledger.model;

import io.entitlementledger.model.NaiveLedger.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One account as what counted makes it: a list of facts, each from an instant on. */
final class NaiveAccount {
  private static final long TWO_DAYS = Duration.ofDays(2).toMillis();
  private static final String STATUS = "status";
  private static final String GONE = "gone";
  private static final String UNNAMED = "without a name";

  /**
   * Something that is so from an instant on.
   *
   * @param is null of a line, which has so many units from then on, or so many more
   */
  private record Fact(long from, String of, @Nullable String is, long units, boolean more) {}

  /** What a closure ended of a line, as far as it was not taken away since. */
  private static final class Ended {
    private final String line;
    private final long at;
    private long left;

    Ended(String line, long at, long left) {
      this.line = line;
      this.at = at;
      this.left = left;
    }

    boolean echoes(String other, long from) {
      return line.equals(other) && from >= at && from - at <= TWO_DAYS;
    }
  }

  private final List<Fact> facts = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();

  /** The facts until an instant in their order; those of one instant as they became known. */
  private List<Fact> until(long at) {
    return facts.stream()
        .filter(fact -> fact.from <= at)
        .sorted(Comparator.comparingLong(Fact::from))
        .toList();
  }

  /** What was last told of the status or a site. */
  private @Nullable String told(String of, long at) {
    return until(at).stream()
        .filter(fact -> fact.of.equals(of))
        .map(fact -> fact.is)
        .reduce((_, last) -> last)
        .orElse(null);
  }

  private String status(long at) {
    return Objects.requireNonNullElse(told(STATUS, at), "unknown");
  }

  long quantity(String line, long at) {
    long quantity = 0;
    for (Fact fact : until(at)) {
      if (fact.of.equals(STATUS) && "closed".equals(fact.is)) {
        quantity = 0;
      } else if (fact.of.equals(line)) {
        quantity = fact.more ? quantity + fact.units : fact.units;
      }
    }
    return quantity;
  }

  Answer judge(Sent sent, long from) {
    if (!status(from).equals("unknown") && isSo(sent, from)) {
      return NaiveLedger.duplicate("present_state");
    }
    return !status(from).equals("closed") || sent.action().equals("new") || isEnded(sent, from)
        ? applied(sent, from)
        : NaiveLedger.held("account_closed");
  }

  Answer applied(Sent sent, long from) {
    return new Answer("applied", isEnded(sent, from) ? "ended_by_closure" : null);
  }

  private boolean isEnded(Sent sent, long from) {
    List<Change> changes = Change.of(sent);
    return status(from).equals("closed")
        && !changes.isEmpty()
        && changes.stream()
            .allMatch(change -> !change.up() && change.units() <= left(change, from));
  }

  private long left(Change change, long from) {
    return ended.stream().filter(e -> e.echoes(change.line(), from)).mapToLong(e -> e.left).sum();
  }

  /** Whether a delivery says what is so already. Of what nothing was ever told, nothing is so. */
  private boolean isSo(Sent sent, long from) {
    String site = told(site(sent), from);
    String name = sent.text("site_name");
    boolean named = site != null && !site.equals(GONE) && (name == null || name.equals(site));
    boolean silent = !sent.fields().containsKey("updated_fields");
    String gauge = Change.line("routed_number", sent);
    return switch (sent.action()) {
      case "new" -> status(from).equals("active");
      case "deleted" -> status(from).equals("closed");
      case "updated" -> silent;
      case "add" -> named;
      case "update" -> named && silent;
      case "delete" -> GONE.equals(site);
      case "assigned default outbound route" ->
          facts.stream().anyMatch(fact -> fact.of.equals(gauge))
              && quantity(gauge, from) == sent.number("number_assigned");
      default -> false;
    };
  }

  private static String site(Sent sent) {
    return "site " + sent.number("site_id");
  }

  /** Lets a delivery count; what it says that is so already changes nothing. */
  void count(Sent sent, long from) {
    boolean so = isSo(sent, from);
    boolean absorbed = isEnded(sent, from);
    if (so && sent.action().equals("deleted")) {
      return;
    }
    if (status(from).equals("unknown")) {
      now(from, STATUS, "provisional");
    }
    if (so) {
      return;
    }
    String site = told(site(sent), from);
    switch (sent.action()) {
      case "new" -> now(from, STATUS, "active");
      case "deleted" -> {
        for (String line :
            facts.stream().filter(f -> f.is == null).map(Fact::of).distinct().toList()) {
          ended.add(new Ended(line, from, Math.max(quantity(line, from), 0)));
        }
        now(from, STATUS, "closed");
      }
      case "add", "update" -> {
        String before = site == null || site.equals(GONE) ? UNNAMED : site;
        now(from, site(sent), Objects.requireNonNullElse(sent.text("site_name"), before));
      }
      case "delete" -> now(from, site(sent), GONE);
      case "assigned default outbound route" ->
          facts.add(
              new Fact(
                  from,
                  Change.line("routed_number", sent),
                  null,
                  sent.number("number_assigned"),
                  false));
      default -> Change.of(sent).forEach(change -> count(change, from, absorbed));
    }
  }

  private void now(long from, String of, @Nullable String is) {
    facts.add(new Fact(from, of, is, 0, false));
  }

  private void count(Change change, long from, boolean absorbed) {
    if (!absorbed) {
      facts.add(
          new Fact(
              from, change.line(), null, change.up() ? change.units() : -change.units(), true));
      return;
    }
    long due = change.units();
    for (Ended closure : ended) {
      long taken = closure.echoes(change.line(), from) ? Math.min(due, closure.left) : 0;
      closure.left -= taken;
      due -= taken;
    }
  }
}
