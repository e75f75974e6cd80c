package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks whether the ledger holds what its senders were told. */
final class KillCheck {
  private final HttpClient http;
  private final URI ledger;
  private final List<String> flaws = new ArrayList<>();

  KillCheck(HttpClient http, URI ledger) {
    this.http = http;
    this.ledger = ledger;
  }

  /** What is wrong. */
  List<String> check(List<KillSender> senders) throws IOException, InterruptedException {
    senders.forEach(sender -> flaws.addAll(sender.flaws()));
    long orders = senders.stream().mapToLong(sender -> sender.deliveries().size()).sum();
    for (int account = 0; account < KillSender.ACCOUNTS; account++) {
      long ordered = 0;
      for (KillSender sender : senders) {
        ordered += sender.ordered()[account];
      }
      quantity(KillSender.account(account), ordered);
    }
    Set<String> onRecord = new HashSet<>();
    long applied = deliveries(onRecord);
    if (applied != orders) {
      flaws.add("%d deliveries were applied for %d orders".formatted(applied, orders));
    }
    for (KillSender sender : senders) {
      for (String delivery : sender.deliveries()) {
        if (!onRecord.contains(delivery)) {
          flaws.add("the delivery '%s' was acknowledged and is not on record".formatted(delivery));
        }
      }
    }
    return flaws;
  }

  private void quantity(String account, long ordered) throws IOException, InterruptedException {
    if (ordered == 0) {
      return; // nothing may be known of it
    }
    long counted = 0;
    for (JsonNode line : get("/v1/accounts/" + account + "/entitlements").path("lines")) {
      counted += line.path("quantity").asLong();
    }
    if (counted != ordered) {
      flaws.add("%s has %d units, and %d were ordered".formatted(account, counted, ordered));
    }
  }

  /** Collects all that are listed; how many of them were applied. */
  private long deliveries(Set<String> onRecord) throws IOException, InterruptedException {
    long applied = 0;
    String after = "";
    JsonNode page;
    do {
      page = get("/v1/deliveries?limit=1000" + after);
      for (JsonNode delivery : page.path("data")) {
        onRecord.add(delivery.path("id").asString(""));
        applied += delivery.path("status").asString("").equals("applied") ? 1 : 0;
        after = "&starting_after=" + delivery.path("position").asLong();
      }
    } while (page.path("has_more").asBoolean());
    return applied;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(ledger.resolve(path))
            .header("Authorization", "Bearer " + LedgerProgram.ADMIN)
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      flaws.add(path + " was answered " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }
}
