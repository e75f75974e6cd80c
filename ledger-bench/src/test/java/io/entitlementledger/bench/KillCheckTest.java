package io.entitlementledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.entitlementledger.bench.KillBook.Units;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sender was told, compared with a ledger that holds something else. */
class KillCheckTest {
  private final KillBook book = new KillBook();
  private final KillBook sweep = new KillBook();
  private final Map<String, Long> quantities = new HashMap<>();
  private final List<String> deliveries = new ArrayList<>();
  private HttpServer ledger;

  @BeforeEach
  void tell() throws IOException {
    book.told("ordered", "applied");
    book.counts(new Units(0, 5));
    book.told("unread", "quarantined");
    book.ruled("unread", "discarded", "S0-1");
    quantities.put(KillBook.account(0), 5L);
    record("ordered", "applied");
    record("unread", "discarded", "S0-1");
    ledger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ledger.createContext("/v1/accounts/", this::account);
    ledger.createContext(
        "/v1/deliveries",
        exchange ->
            answer(exchange, 200, "{\"data\": [%s]}".formatted(String.join(",", deliveries))));
    ledger.start();
  }

  @AfterEach
  void stop() {
    ledger.stop(0);
  }

  private void account(HttpExchange exchange) throws IOException {
    Long quantity = quantities.get(exchange.getRequestURI().getPath().split("/", -1)[3]);
    answer(
        exchange,
        quantity == null ? 404 : 200,
        quantity == null ? "{}" : "{\"lines\": [{\"quantity\": %d}]}".formatted(quantity));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private void record(String delivery, String status, String... keys) {
    String rulings =
        String.join(
            ",", List.of(keys).stream().map("{\"idempotency_key\": \"%s\"}"::formatted).toList());
    deliveries.removeIf(each -> each.contains("\"" + delivery + "\""));
    deliveries.add(
        "{\"id\": \"%s\", \"status\": \"%s\", \"rulings\": [%s]}"
            .formatted(delivery, status, rulings));
  }

  private List<String> afterRestart() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return check(http).news();
    }
  }

  private List<String> atTheEnd() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return check(http).all();
    }
  }

  private KillCheck check(HttpClient http) {
    URI address = URI.create("http://localhost:" + ledger.getAddress().getPort());
    return new KillCheck(http, address, List.of(book, sweep));
  }

  @Test
  void aLedgerThatHoldsWhatWasToldIsGood() throws Exception {
    assertThat(afterRestart()).isEmpty();
    assertThat(atTheEnd()).isEmpty();
  }

  @Test
  void aDeliveryThatIsNotOnRecordIsFound() throws Exception {
    deliveries.removeFirst();
    assertThat(afterRestart()).singleElement().asString().contains("ordered", "not on record");
    assertThat(atTheEnd()).anyMatch(flaw -> flaw.contains("not on record"));
  }

  @Test
  void anActThatWasNotRecordedIsFound() throws Exception {
    record("unread", "quarantined");
    assertThat(afterRestart()).singleElement().asString().contains("S0-1", "quarantined");
  }

  @Test
  void anActThatWasRecordedTwiceIsFound() throws Exception {
    record("unread", "discarded", "S0-1", "S0-1");
    assertThat(atTheEnd()).singleElement().asString().contains("unread");
  }

  @Test
  void anActThatOnlyTheSweepDidIsFound() throws Exception {
    record("unread", "discarded", "sweep-1");
    sweep.ruled("unread", "discarded", "sweep-1");
    assertThat(atTheEnd()).singleElement().asString().contains("S0-1");
  }

  @Test
  void aDeliveryThatCountedTwiceIsFound() throws Exception {
    quantities.put(KillBook.account(0), 10L);
    record("again", "applied");
    assertThat(afterRestart()).singleElement().asString().contains("10 units");
    assertThat(atTheEnd()).hasSize(2).anyMatch(flaw -> flaw.startsWith("2 deliveries"));
  }

  @Test
  void whatIsInDoubtCountsWhollyOrNotAtAll() throws Exception {
    book.mayCount(new Units(0, 3));
    assertThat(afterRestart()).isEmpty();
    quantities.put(KillBook.account(0), 8L);
    assertThat(afterRestart()).isEmpty();
    quantities.put(KillBook.account(0), 6L);
    assertThat(afterRestart()).singleElement().asString().contains("6 units");
  }

  @Test
  void whatStillWaitsAtTheEndIsFound() throws Exception {
    record("other", "held");
    assertThat(afterRestart()).isEmpty();
    assertThat(atTheEnd()).singleElement().asString().contains("other");
  }
}
