package io.entitlementledger.bench;

import io.entitlementledger.bench.KillBook.Fate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks whether the ledger holds what its senders were told. Nothing is sent meanwhile. */
final class KillCheck {
  private final HttpClient http;
  private final URI ledger;
  private final List<KillBook> books;
  private final List<String> flaws = new ArrayList<>();

  KillCheck(HttpClient http, URI ledger, List<KillBook> books) {
    this.http = http;
    this.ledger = ledger;
    this.books = books;
  }

  /** What is wrong after a restart: of the accounts, and of what was told since the last one. */
  List<String> news() throws IOException, InterruptedException {
    quantities();
    Map<String, Fate> told = new HashMap<>();
    books.forEach(book -> told.putAll(book.news()));
    fates(told, records(told.keySet()));
    return flaws;
  }

  /** What is wrong at the end, when nothing is in doubt any more. */
  List<String> all() throws IOException, InterruptedException {
    quantities();
    Map<String, Fate> told = new HashMap<>();
    // What a sender was told holds, also where the sweep found the delivery waiting after that.
    books.forEach(book -> book.fates().forEach(told::putIfAbsent));
    Map<String, JsonNode> records = records(null);
    fates(told, records);
    long applied = 0;
    for (JsonNode each : records.values()) {
      String status = status(each);
      applied += status.equals("applied") ? 1 : 0;
      if (status.equals("held") || status.equals("quarantined")) {
        flaws.add("nothing should wait, and this does: " + each);
      }
    }
    long counted = books.stream().mapToLong(KillBook::deliveries).sum();
    if (applied != counted) {
      flaws.add("%d deliveries were applied, and %d should be".formatted(applied, counted));
    }
    books.forEach(book -> flaws.addAll(book.flaws()));
    return flaws;
  }

  /** Each account has what counted, and of what is in doubt each delivery wholly or not at all. */
  private void quantities() throws IOException, InterruptedException {
    for (int i = 0; i < KillBook.ACCOUNTS; i++) {
      Set<Long> possible = new HashSet<>();
      int account = i;
      possible.add(books.stream().mapToLong(book -> book.counted(account)).sum());
      for (KillBook book : books) {
        for (int units : book.doubtful(account)) {
          possible.addAll(possible.stream().map(sum -> sum + units).toList());
        }
      }
      long quantity = quantity(KillBook.account(account), possible.contains(0L));
      if (!possible.contains(quantity)) {
        flaws.add(
            "%s has %d units, and should have one of %s"
                .formatted(KillBook.account(account), quantity, possible));
      }
    }
  }

  private long quantity(String account, boolean mayBeUnknown)
      throws IOException, InterruptedException {
    long quantity = 0;
    String path = "/v1/accounts/" + account + "/entitlements";
    for (JsonNode line : get(path, mayBeUnknown).path("lines")) {
      quantity += line.path("quantity").asLong();
    }
    return quantity;
  }

  private void fates(Map<String, Fate> told, Map<String, JsonNode> records) {
    told.forEach(
        (delivery, fate) -> {
          JsonNode found = records.get(delivery);
          if (found == null) {
            flaws.add("%s was acknowledged and is not on record".formatted(delivery));
          } else if (!status(found).equals(fate.status()) || !keys(found).equals(fate.keys())) {
            flaws.add("it should be %s, and is %s".formatted(fate, found));
          }
        });
  }

  private static String status(JsonNode delivery) {
    return delivery.path("status").asString("");
  }

  /** Of the acts on it. */
  private static List<String> keys(JsonNode delivery) {
    return delivery
        .path("rulings")
        .valueStream()
        .map(ruling -> ruling.path("idempotency_key").asString(""))
        .toList();
  }

  /** What is listed, the newest first, until all that are asked for are found; else everything. */
  private Map<String, JsonNode> records(@Nullable Set<String> asked)
      throws IOException, InterruptedException {
    Map<String, JsonNode> found = new HashMap<>();
    String after = "";
    boolean more = true;
    while (more && (asked == null || !found.keySet().containsAll(asked))) {
      JsonNode page = get("/v1/deliveries?limit=1000" + after, false);
      for (JsonNode delivery : page.path("data")) {
        found.put(delivery.path("id").asString(""), delivery);
        after = "&starting_after=" + delivery.path("position").asLong();
      }
      more = page.path("has_more").asBoolean();
    }
    return found;
  }

  private JsonNode get(String path, boolean mayBeUnknown) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(ledger.resolve(path))
            .header("Authorization", "Bearer " + LedgerProgram.ADMIN)
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200 && !(mayBeUnknown && answer.statusCode() == 404)) {
      flaws.add(path + " was answered " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }
}
