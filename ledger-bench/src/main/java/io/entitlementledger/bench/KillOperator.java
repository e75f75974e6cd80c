package io.entitlementledger.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Decides what waits for a person; each act is asked for under one key until it was done. */
final class KillOperator {
  private static final String REASON = "\"reason\": \"A ruling of the benchmark\"";

  /** What may be done or not, so that it has to be asked for again. */
  private static final Set<String> UNDECIDED = Set.of("failed", "not_tried");

  private final String name;
  private final KillRequests requests;
  private final KillBook book;
  private int acts;

  KillOperator(String name, KillRequests requests, KillBook book) {
    this.name = name;
    this.requests = requests;
    this.book = book;
  }

  /**
   * Decides on one.
   *
   * @param twice whether to ask for it again when it was done
   */
  void rule(String act, String status, String delivery, boolean twice) throws InterruptedException {
    String key = key();
    book.mayBeRuled(List.of(delivery));
    String path = delivery + "/" + act;
    JsonNode answer = requests.rule(path, "{" + REASON + "}", key);
    if (!answer.path("status").asString("").equals(status)) {
      book.flaw("%s was answered %s".formatted(path, answer));
    }
    if (twice) {
      JsonNode again = requests.rule(path, "{" + REASON + "}", key);
      if (!again.equals(answer)) {
        book.flaw("%s was answered %s and then %s".formatted(path, answer, again));
      }
    }
    book.ruled(delivery, status, key);
  }

  /** Has quarantined deliveries read again; those that could be read count. */
  Set<String> retry(List<String> deliveries) throws InterruptedException {
    book.mayBeRuled(deliveries);
    return rule("retry", Set.of("applied", "duplicate"), ids(deliveries));
  }

  void discard(List<String> deliveries) throws InterruptedException {
    book.mayBeRuled(deliveries);
    rule("discard", Set.of("discarded"), ids(deliveries));
  }

  /** Decides on attempts that arrived and whose answer did not: none of them counts. */
  void sweep() throws InterruptedException {
    String quarantined = "\"filter\": {\"status\": \"quarantined\"}, \"dry_run\": false";
    rule("retry", Set.of("duplicate"), quarantined);
    rule("discard", Set.of("discarded"), quarantined);
  }

  private static String ids(List<String> deliveries) {
    return deliveries.stream().collect(Collectors.joining("\", \"", "\"ids\": [\"", "\"]"));
  }

  /** Decides on several; which of them were ruled on. */
  private Set<String> rule(String act, Set<String> statuses, String selection)
      throws InterruptedException {
    String key = key();
    String body = "{%s, %s}".formatted(REASON, selection);
    Set<String> ruled = new HashSet<>();
    boolean decided = false;
    while (!decided) {
      decided = true;
      for (JsonNode each : requests.rule(act, body, key).path("data")) {
        String delivery = each.path("delivery_id").asString("");
        String status = each.path("status").asString("");
        String code = each.path("code").asString("");
        if (statuses.contains(status)) {
          if (ruled.add(delivery)) {
            book.ruled(delivery, status, key);
          }
        } else if (UNDECIDED.contains(code)) {
          decided = false;
        } else if (code.equals("still_unreadable")) {
          book.told(delivery, "quarantined");
        } else {
          book.flaw("%s was answered %s".formatted(act, each));
        }
      }
    }
    return ruled;
  }

  private String key() {
    return "%s-%d".formatted(name, acts++);
  }
}
