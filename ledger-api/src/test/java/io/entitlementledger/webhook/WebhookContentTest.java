package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.CATALOGUE;
import static io.entitlementledger.webhook.Deliveries.RECEIPT;
import static io.entitlementledger.webhook.Deliveries.command;
import static io.entitlementledger.webhook.Deliveries.content;
import static io.entitlementledger.webhook.Deliveries.delivery;
import static io.entitlementledger.webhook.Deliveries.sample;
import static io.entitlementledger.webhook.Deliveries.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.codec.Sha256;
import io.entitlementledger.value.Source;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest by which two deliveries are known to say the same. */
class WebhookContentTest {
  /** Computed from the documented form by other means; stored digests depend on it for ever. */
  @ParameterizedTest
  @CsvSource({
    "call_path_order, 57df9d3d259058f7bbe0edfe45d155d64c1065661c0510b67be30abff639a40b",
    "phone_number_routed, 5b2097b6e9e7469a1ca7b626f71ca080af2f8555f24a8e86dcd5ed41bd10035b",
    "emergency_services, 4013199b0c2ea93cb4e9b28487624fba0686d150331a530021c306f98bf5b017"
  })
  void theDigestOfADocumentedBodyNeverChanges(String sample, String digest) {
    assertThat(content(text(sample))).isEqualTo(digest);
  }

  @Test
  void theDigestIsOfLengthPrefixedTextsInTheOrderOfTheFieldNames() {
    String body =
        """
        {"account_id": 5, "event_object": "customer", "event_action": "updated",
         "updated_fields": ["Name", "\\u00c4"]}\
        """;
    String form =
        text32("entitlement-ledger/content/1")
            + text32("ipilot.customer.5")
            + text32("account_id")
            + "00000001"
            + text32("5")
            + text32("event_action")
            + "00000001"
            + text32("updated")
            + text32("event_object")
            + "00000001"
            + text32("customer")
            + text32("updated_fields")
            + "00000002"
            + text32("Name")
            + text32("\u00c4");

    assertThat(content(body)).isEqualTo(Sha256.hex(HexFormat.of().parseHex(form)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"ACCOUNT-ID":"2779","EventObject":" CUSTOMER","event action":"PLACED  NEW ORDER",
         "Order_Type":"msteams did new","event_type":"Increase","order_number":"NUW2024070145",
         "CallPathCount":"010","ExternalCustomerAccountId":1565,"reseller_own_sku":4353,
         "platform_own_sku":" 3333 ","system_sku":"1234"}\
        """,
        """
        {"system_sku":"1234","platform_own_sku":"3333","reseller_own_sku":"4353",
         "external_customer_account_id":"1565","call_path_count":10,"pon_number":"NUW2024070145",
         "order_number":"","event_type":"increase","order_type":"MSTEAMS DID NEW",
         "event_action":"Placed new order","event_object":"customer","Account_id":2779,
         "module":null,"sent_by":"node-7","attempt":2}\
        """
      })
  void casingSpellingOrderAndUnknownFieldsDoNotChangeIt(String body) {
    assertThat(content(body)).isEqualTo(content(text("call_path_order")));
  }

  @Test
  void everyRecognisedFieldChangesIt() {
    String order = text("call_path_order");

    assertThat(
            Stream.of(
                order,
                order.replace("2779", "2780"),
                order.replace("\"customer\"", "\"reseller\""),
                order.replace("DID NEW", "DID OLD"),
                order.replace("increase", "decrease"),
                order.replace("increase", "add"),
                order.replace("NUW2024070145", "nuw2024070145"),
                order.replace(": 10", ": 11"),
                order.replace("1565", "1566"),
                order.replace("4353", "4354"),
                order.replace("3333", "3334"),
                order.replace("1234", "1235"),
                order.replace(": 10", ": 10, \"number_count\": 10"),
                order.replace(": 10", ": 10, \"site_id\": 1"),
                order.replace(": 10", ": 10, \"module\": \"msteam\"")))
        .extracting(Deliveries::content)
        .doesNotHaveDuplicates();
  }

  @Test
  void theSourceChangesItAndTheReceiptDoesNot() {
    byte[] raw = sample("sms");
    var other = new WebhookReader(CATALOGUE).read(raw, new Source("other"), RECEIPT);
    var later =
        new WebhookReader(CATALOGUE)
            .read(
                raw,
                Deliveries.IPILOT,
                new Receipt("dlv_2", RECEIPT.receivedAt().plusSeconds(9), null, RECEIPT.windows()));

    assertThat(delivery(command(other)).content()).isNotEqualTo(content(text("sms")));
    assertThat(delivery(command(later)).content()).isEqualTo(content(text("sms")));
  }

  private static String text32(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return "%08x".formatted(utf8.length) + HexFormat.of().formatHex(utf8);
  }
}
