package io.entitlementledger.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of the sender's own documentation, byte for byte, each posted once. */
@SuppressWarnings("NullAway.Init") // set before all tests
class DocumentedWebhooksIT {
  private static final Path BODIES = Path.of("src/test/resources/webhooks");
  private static final List<String> BILLING =
      List.of(
          "call_path_order",
          "phone_number_order",
          "port_number_order",
          "phone_number_routed",
          "call_forwarding",
          "dynamic_emergency_services",
          "emergency_services",
          "international_calling",
          "inbound_cnam",
          "outbound_cnam",
          "sms");

  @TempDir static Path directory;

  private static final Map<String, Answer> ANSWERS = new LinkedHashMap<>();
  private static PackagedLedger ledger;

  @BeforeAll
  static void postEachBody() throws IOException, InterruptedException {
    ledger = PackagedLedger.start(directory.resolve("data"));
    for (String webhook : BILLING) {
      ANSWERS.put(webhook, ledger.deliver(body(webhook)));
    }
    for (String sample : List.of("customer_account_event", "site_event")) {
      ANSWERS.put(sample, ledger.deliver(body(sample)));
    }
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @ParameterizedTest
  @CsvSource({
    "call_path_order,            2779, call_path,             msteam,      10, true,",
    "phone_number_order,         2779, phone_number,          msteam,      10, true,",
    "port_number_order,          1615, ported_number,         unspecified,  2, true,",
    "phone_number_routed,         196, routed_number,         unspecified, 13, false, gauge",
    "call_forwarding,             261, call_forwarding,       unspecified, -1, true,  shortfall",
    "dynamic_emergency_services, 2198, dynamic_emergency,     msteam,       1, true,",
    "emergency_services,         2229, static_emergency,      webex,        1, true,",
    "international_calling,       341, international_calling, unspecified,  1, true,",
    "inbound_cnam,               2354, inbound_cnam,          unspecified,  1, true,",
    "outbound_cnam,              1619, outbound_cnam,         unspecified,  5, true,",
    "sms,                         261, sms,                   unspecified,  1, true,",
  })
  void aBillingWebhookMakesItsLine(
      String webhook,
      long account,
      String product,
      String module,
      long quantity,
      boolean billable,
      @Nullable String flag)
      throws IOException, InterruptedException {
    Answer answer = answerTo(webhook);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/status")).isEqualTo("applied");
    assertThat(answer.text("/account")).isEqualTo("ipilot.customer." + account);
    assertThat(answer.json().at("/changes")).hasSize(1);
    assertThat(answer.json().at("/changes/0/before").longValue()).isZero();
    assertThat(answer.json().at("/changes/0/after").longValue()).isEqualTo(quantity);

    JsonNode line = line(account, product);
    assertThat(line.get("module").stringValue()).isEqualTo(module);
    assertThat(line.get("system_sku").stringValue()).isEqualTo("1234");
    assertThat(line.get("reseller_sku").stringValue()).isEqualTo("4353");
    assertThat(line.get("platform_sku").stringValue()).isEqualTo("3333");
    assertThat(line.get("quantity").longValue()).isEqualTo(quantity);
    assertThat(line.get("billable").booleanValue()).isEqualTo(billable);
    assertThat(line.get("flags").toString()).isEqualTo(flag == null ? "[]" : "[\"" + flag + "\"]");
  }

  @Test
  void theTrailTellsEachEventWithTheBytesThatCausedIt() throws IOException, InterruptedException {
    Answer trail = ledger.get("/v1/accounts/ipilot.customer.2779/audit");

    assertThat(trail.each("type"))
        .containsExactly(
            "AccountOpened",
            "ExternalIdAssigned",
            "SkusAssigned",
            "LineIncreased",
            "SkusAssigned",
            "LineIncreased");
    JsonNode order = trail.json().at("/data/3");
    assertThat(order.at("/summary").stringValue()).contains("call_path", "10", "NUW2024070145");
    assertThat(order.at("/change/before").longValue()).isZero();
    assertThat(order.at("/change/after").longValue()).isEqualTo(10);
    assertThat(order.at("/actor/kind").stringValue()).isEqualTo("sender");
    assertThat(order.at("/delivery/id").stringValue())
        .isEqualTo(answerTo("call_path_order").text("/delivery_id"));
    assertThat(order.at("/delivery/verdict").stringValue()).isEqualTo("applied");
    assertThat(order.at("/delivery/sha256").stringValue())
        .isEqualTo(sha256(body("call_path_order")));
    assertThat(order.at("/leaf").stringValue()).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource({
    "1615, AccountOpened ExternalIdAssigned SkusAssigned LineIncreased",
    "196,  AccountOpened ExternalIdAssigned SkusAssigned LineSet",
    "261,  AccountOpened SkusAssigned LineDecreased SkusAssigned LineIncreased",
    "2198, AccountOpened ExternalIdAssigned SkusAssigned LineIncreased",
    "2229, AccountOpened SkusAssigned LineIncreased",
    "341,  AccountOpened ExternalIdAssigned SkusAssigned LineIncreased",
    "2354, AccountOpened ExternalIdAssigned SkusAssigned LineIncreased",
    "1619, AccountOpened ExternalIdAssigned SkusAssigned LineIncreased",
  })
  void everyTrailIsWhole(long account, String types) throws IOException, InterruptedException {
    Answer trail = ledger.get("/v1/accounts/ipilot.customer." + account + "/audit");

    assertThat(trail.each("type")).containsExactly(types.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"customer_account_event, 1111", "site_event, 3238"})
  void anEnumerationSampleIsQuarantinedAndItsBytesAreKept(String sample, long account)
      throws IOException, InterruptedException {
    Answer answer = answerTo(sample);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text("/status")).isEqualTo("quarantined");
    assertThat(answer.text("/reason")).isEqualTo("enumeration_sample");
    assertThat(answer.text("/pointer")).isEqualTo("/event_action");

    Answer kept = ledger.get("/v1/deliveries/" + answer.text("/delivery_id"));
    assertThat(kept.text("/status")).isEqualTo("quarantined");
    assertThat(Base64.getDecoder().decode(kept.text("/raw"))).isEqualTo(body(sample));
    assertThat(ledger.get("/v1/accounts/ipilot.customer." + account).status()).isEqualTo(404);
  }

  @Test
  void aSnapshotHoldsEveryAccountOnce() throws IOException, InterruptedException {
    Answer snapshot = ledger.get("/v1/snapshots");

    assertThat(snapshot.contentType()).startsWith("application/x-ndjson");
    assertThat(snapshot.text().lines().map(DocumentedWebhooksIT::account))
        .containsExactly(
            "ipilot.customer.1615",
            "ipilot.customer.1619",
            "ipilot.customer.196",
            "ipilot.customer.2198",
            "ipilot.customer.2229",
            "ipilot.customer.2354",
            "ipilot.customer.261",
            "ipilot.customer.2779",
            "ipilot.customer.341");
    for (String line : snapshot.text().lines().toList()) {
      Answer alone = ledger.get("/v1/accounts/" + account(line) + "/entitlements");
      assertThat(new Answer(200, "", line).json().get("content_hash"))
          .isEqualTo(alone.json().get("content_hash"));
    }
  }

  /** As an auditor does with what was received: RFC 8785 of the account and its lines, SHA-256. */
  @Test
  void theContentHashIsFoundAgainFromTheAnswerItself() throws IOException, InterruptedException {
    Answer answer = ledger.get("/v1/accounts/ipilot.customer.2779/entitlements");
    ObjectNode content = JsonMapper.shared().createObjectNode();
    content.set("account", answer.json().get("account"));
    content.set("lines", answer.json().get("lines"));

    byte[] canonical = new JsonCanonicalizer(content.toString()).getEncodedUTF8();

    assertThat(answer.text("/content_hash")).isEqualTo(sha256(canonical));
  }

  private static Answer answerTo(String webhook) {
    return Objects.requireNonNull(ANSWERS.get(webhook), webhook);
  }

  private static String account(String line) {
    return new Answer(200, "", line).text("/account");
  }

  private static JsonNode line(long account, String product)
      throws IOException, InterruptedException {
    Answer answer = ledger.get("/v1/accounts/ipilot.customer." + account + "/entitlements");
    return StreamSupport.stream(answer.json().get("lines").spliterator(), false)
        .filter(line -> line.get("product").stringValue().equals(product))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] body(String webhook) throws IOException {
    return Files.readAllBytes(BODIES.resolve(webhook + ".json"));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
