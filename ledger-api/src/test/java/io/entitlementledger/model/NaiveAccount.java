package io.entitlementledger.model;

import io.entitlementledger.model.NaiveLedger.Answer;
import io.entitlementledger.model.NaiveLedger.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One account as the deliveries that counted make it. */
final class NaiveAccount {
  private static final long TWO_DAYS = Duration.ofDays(2).toMillis();

  /** What a closure ended of a line, as far as it was not taken away since. */
  private static final class Ended {
    private final long at;
    private long left;

    Ended(long at, long left) {
      this.at = at;
      this.left = left;
    }

    boolean echoes(long from) {
      return from - at <= TWO_DAYS;
    }
  }

  private final Map<String, Long> quantities = new HashMap<>();
  private final Map<String, List<Ended>> ended = new HashMap<>();
  private final Map<Long, @Nullable String> sites = new HashMap<>();
  private final Set<Long> gone = new HashSet<>();
  private String status = "unknown";

  long quantity(String line) {
    return quantities.getOrDefault(line, 0L);
  }

  Answer judge(Sent sent, long from) {
    if (!status.equals("unknown") && isSo(sent)) {
      return NaiveLedger.duplicate("present_state");
    }
    if (!status.equals("closed") || sent.action().equals("new")) {
      return new Answer("applied", null);
    }
    List<Change> changes = Change.of(sent);
    return !changes.isEmpty() && changes.stream().allMatch(change -> isEnded(change, from))
        ? new Answer("applied", "ended_by_closure")
        : NaiveLedger.held("account_closed");
  }

  private boolean isEnded(Change change, long from) {
    List<Ended> closures = ended.getOrDefault(change.line(), List.of());
    long left = closures.stream().filter(e -> e.echoes(from)).mapToLong(e -> e.left).sum();
    return !change.up() && change.units() <= left;
  }

  /** Whether a delivery says what is so already. Of what nothing was ever told, nothing is so. */
  private boolean isSo(Sent sent) {
    long site = sent.number("site_id");
    String name = sent.text("site_name");
    boolean named = sites.containsKey(site) && (name == null || name.equals(sites.get(site)));
    boolean silent = !sent.fields().containsKey("updated_fields");
    return switch (sent.action()) {
      case "new" -> status.equals("active");
      case "deleted" -> status.equals("closed");
      case "updated" -> silent;
      case "add" -> named;
      case "update" -> named && silent;
      case "delete" -> gone.contains(site);
      case "assigned default outbound route" ->
          Objects.equals(
              quantities.get(Change.line("routed_number", sent)), sent.number("number_assigned"));
      default -> false;
    };
  }

  void count(Taken counted) {
    Sent sent = counted.sent();
    long site = sent.number("site_id");
    status = status.equals("unknown") ? "provisional" : status;
    switch (sent.action()) {
      case "new" -> status = "active";
      case "deleted" -> {
        status = "closed";
        quantities.forEach(
            (line, units) ->
                ended
                    .computeIfAbsent(line, _ -> new ArrayList<>())
                    .add(new Ended(counted.from(), Math.max(units, 0))));
        quantities.replaceAll((_, _) -> 0L);
      }
      case "add", "update" -> {
        gone.remove(site);
        String name = sent.text("site_name");
        sites.put(site, name == null ? sites.get(site) : name);
      }
      case "delete" -> {
        gone.add(site);
        sites.remove(site);
      }
      case "assigned default outbound route" ->
          quantities.put(Change.line("routed_number", sent), sent.number("number_assigned"));
      default -> Change.of(sent).forEach(change -> count(change, counted));
    }
  }

  private void count(Change change, Taken counted) {
    if (!Objects.equals(counted.answer().reason(), "ended_by_closure")) {
      quantities.merge(change.line(), change.up() ? change.units() : -change.units(), Long::sum);
      return;
    }
    long due = change.units();
    for (Ended closure : ended.getOrDefault(change.line(), List.of())) {
      long taken = closure.echoes(counted.from()) ? Math.min(due, closure.left) : 0;
      closure.left -= taken;
      due -= taken;
    }
  }
}
