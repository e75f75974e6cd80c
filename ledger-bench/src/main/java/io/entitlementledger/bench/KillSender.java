package io.entitlementledger.bench;

import io.entitlementledger.bench.KillBook.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends one delivery after the other, and has decided what waits for a person. */
final class KillSender {
  private static final String SAME_KEY = "same_idempotency_key";
  private static final String NEVER = "";

  private final int number;
  private final SplittableRandom random;
  private final KillDeliveries deliveries;
  private final KillOperator operator;
  private final KillBook book;
  private final Map<String, Units> unread = new LinkedHashMap<>();
  private int drawn;

  KillSender(int number, long seed, KillRequests requests, KillBook book) {
    this.number = number;
    this.random = new SplittableRandom(seed * 31 + number);
    this.deliveries = new KillDeliveries(requests, book);
    this.operator = new KillOperator("S" + number, requests, book);
    this.book = book;
  }

  /** Ends with nothing under way; what was not read by then has to be readable. */
  void send(BooleanSupplier enough) throws InterruptedException {
    while (!enough.getAsBoolean()) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> order();
        case 3, 4 -> keyed();
        case 5 -> contradiction();
        case 6 -> early();
        default -> unreadable();
      }
    }
    while (!unread.isEmpty()) {
      readAgain();
    }
  }

  /** An order, which is known by its number. */
  private void order() throws InterruptedException {
    Units units = units();
    count(KillDeliveries.order(units, name()), null, "same_order", units);
  }

  /** What is known by its key alone. */
  private void keyed() throws InterruptedException {
    Units units = units();
    String body = KillDeliveries.plain(units, "sms");
    String key = name();
    String first = count(body, key, SAME_KEY, units);
    if (random.nextInt(4) == 0
        && !deliveries.send(body, key, SAME_KEY, "applied").delivery().equals(first)) {
      book.flaw("the repeat of %s under its key named another".formatted(first));
    }
  }

  /** Other content under a key that is in use, which is held, and then counts or does not. */
  private void contradiction() throws InterruptedException {
    Units units = units();
    String key = name();
    count(KillDeliveries.plain(units, "sms"), key, SAME_KEY, units);
    Units other = new Units(units.account(), units.units() + 1);
    String held =
        deliveries.send(KillDeliveries.plain(other, "sms"), key, "already_held", "held").delivery();
    if (random.nextBoolean()) {
      book.mayCount(other);
      operator.rule("release", "applied", held, random.nextBoolean());
      book.counts(other);
    } else {
      operator.rule("discard", "discarded", held, random.nextBoolean());
    }
  }

  /** What no catalogue reads. */
  private void unreadable() throws InterruptedException {
    List<String> quarantined = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      quarantined.add(
          deliveries
              .send(KillDeliveries.plain(units(), "telex"), null, NEVER, "quarantined")
              .delivery());
    }
    operator.discard(quarantined);
  }

  /** What one of the two catalogues reads, and so a later start. */
  private void early() throws InterruptedException {
    Units units = units();
    book.mayCount(units);
    String body = KillDeliveries.plain(units, KillCatalogues.LATER);
    KillDeliveries.Decided first =
        deliveries.send(body, name(), SAME_KEY, "applied", "quarantined");
    if (first.status().equals("applied")) {
      book.counts(units);
    } else {
      unread.put(first.delivery(), units);
    }
    if (!unread.isEmpty() && random.nextBoolean()) {
      readAgain();
    }
  }

  private void readAgain() throws InterruptedException {
    for (String read : operator.retry(List.copyOf(unread.keySet()))) {
      book.counts(Objects.requireNonNull(unread.remove(read)));
    }
  }

  private String count(String body, @Nullable String key, String again, Units units)
      throws InterruptedException {
    book.mayCount(units);
    String delivery = deliveries.send(body, key, again, "applied").delivery();
    book.counts(units);
    return delivery;
  }

  private Units units() {
    return new Units(random.nextInt(KillBook.ACCOUNTS), 1 + random.nextInt(9));
  }

  private String name() {
    return "K-%d-%d".formatted(number, drawn++);
  }
}
