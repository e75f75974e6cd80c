package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one order after the other, each until it gets a 2xx. */
final class KillSender {
  static final int ACCOUNTS = 16;

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int number;
  private final SplittableRandom random;
  private final HttpClient http;
  private final Supplier<@Nullable URI> address;
  private final AtomicLong acknowledged;
  private final long[] ordered = new long[ACCOUNTS];
  private final List<String> deliveries = new ArrayList<>();
  private final List<String> flaws = new ArrayList<>();
  private long retries;
  private long duplicates;

  /**
   * @param address where the ledger is to be found now, if anywhere
   * @param acknowledged counts the 2xx of all senders
   */
  KillSender(
      int number,
      long seed,
      HttpClient http,
      Supplier<@Nullable URI> address,
      AtomicLong acknowledged) {
    this.number = number;
    this.random = new SplittableRandom(seed * 31 + number);
    this.http = http;
    this.address = address;
    this.acknowledged = acknowledged;
  }

  /** Units ordered for each account. */
  long[] ordered() {
    return ordered;
  }

  /** One for each order: the delivery that its 2xx named. */
  List<String> deliveries() {
    return deliveries;
  }

  /** Answers that no order may get. */
  List<String> flaws() {
    return flaws;
  }

  /** Attempts that got no 2xx. */
  long retries() {
    return retries;
  }

  /** Orders that were counted by an attempt whose answer never came. */
  long duplicates() {
    return duplicates;
  }

  static String account(int number) {
    return "ipilot.customer." + (9000 + number);
  }

  /** Ends with an order that has its 2xx. */
  void send(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean()) {
      int account = random.nextInt(ACCOUNTS);
      int units = 1 + random.nextInt(9);
      String order =
          """
          {"account_id": %d, "event_object": "customer", "event_action": "placed new order",
           "event_type": "increase", "pon_number": "K-%d-%d", "call_path_count": %d}\
          """
              .formatted(9000 + account, number, deliveries.size(), units);
      JsonNode answer = post(order);
      while (answer == null) {
        Thread.sleep(PAUSE);
        answer = post(order);
      }
      acknowledged.incrementAndGet();
      ordered[account] += units;
      deliveries.add(answer.path("delivery_id").asString(""));
      String reason = answer.path("reason").asString("");
      if (reason.equals("same_order")) {
        duplicates++;
      } else if (!answer.path("status").asString("").equals("applied") || !reason.isEmpty()) {
        flaws.add(order + " was answered " + answer);
      }
    }
  }

  /** The answer, where it is a 2xx. */
  private @Nullable JsonNode post(String order) throws InterruptedException {
    URI ledger = address.get();
    if (ledger == null) {
      return null;
    }
    HttpRequest request =
        HttpRequest.newBuilder(ledger.resolve("/v1/webhooks/ipilot"))
            .header("Authorization", "Bearer " + LedgerProgram.WEBHOOK)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(order))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        return JsonMapper.shared().readTree(answer.body());
      }
      retries++;
      if (answer.statusCode() != 503) {
        flaws.add(order + " was answered " + answer.statusCode() + " " + answer.body());
      }
      return null;
    } catch (IOException e) {
      retries++;
      return null; // killed, before or after it was counted: only a retry tells
    }
  }
}
