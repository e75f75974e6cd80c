package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.CATALOGUE;
import static io.entitlementledger.webhook.Deliveries.IPILOT;
import static io.entitlementledger.webhook.Deliveries.RECEIPT;
import static io.entitlementledger.webhook.Deliveries.SAMPLES;
import static io.entitlementledger.webhook.Deliveries.command;
import static io.entitlementledger.webhook.Deliveries.delivery;
import static io.entitlementledger.webhook.Deliveries.sample;
import static io.entitlementledger.webhook.Deliveries.sms;
import static io.entitlementledger.webhook.Deliveries.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.codec.Sha256;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
  private static final String YAML = CATALOGUE.text();

  @Test
  void thePackagedCatalogueHasARuleForEveryDocumentedWebhook() {
    assertThat(CATALOGUE.name()).isEqualTo("ipilot");
    assertThat(CATALOGUE.version()).isEqualTo("1");
    assertThat(CATALOGUE.webhooks()).containsExactlyElementsOf(SAMPLES);
  }

  @Test
  void itsHashIsOfItsText() {
    assertThat(CATALOGUE.sha256())
        .matches("[0-9a-f]{64}")
        .isEqualTo(Sha256.hex(YAML.getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(Catalogue.parse(YAML + "\n").sha256());
  }

  @Test
  void oneLineTurnsTheGaugeIntoACountedProduct() {
    Catalogue changed = Catalogue.parse(once(YAML, "quantity: gauge", "quantity: counted"));
    var reading = new WebhookReader(changed).read(sample("phone_number_routed"), IPILOT, RECEIPT);

    assertThat(command(reading))
        .isInstanceOfSatisfying(
            ChangeLines.class,
            lines -> {
              var change = lines.changes().getFirst();
              assertThat(change.line()).hasToString("routed_number/unspecified/1234");
              assertThat(change.direction()).isEqualTo(Direction.INCREASE);
              assertThat(change.quantity()).isEqualTo(new Quantity(13));
              assertThat(change.billable()).isFalse();
            });
  }

  @Test
  void aNewRuleReadsWhatWasUnknownFromTheSameReceipt() {
    byte[] raw =
        sms("\"fax_count\": 2, \"event_type\": \"add\", \"ticket\": \"T-1\"")
            .replace("sms", "Fax Line")
            .getBytes(StandardCharsets.UTF_8);
    Catalogue newer =
        Catalogue.parse(
            once(YAML, "version: \"1\"", "version: 1.10")
                + """
                  - webhook: fax
                    actions: [FAX  line]
                    count: fax_count
                    quantity: counted
                    product: fax
                    billable: true
                    natural_key: ticket
                    timing: batch
                """);

    var before = unreadable(new WebhookReader(CATALOGUE).read(raw, IPILOT, RECEIPT));
    var after = command(new WebhookReader(newer).read(raw, IPILOT, RECEIPT));

    assertThat(before.reason()).isEqualTo("unknown_action");
    assertThat(after.cause().catalogue()).isEqualTo("ipilot/1.10");
    assertThat(after.cause().effectiveAt()).isEqualTo(RECEIPT.receivedAt());
    assertThat(delivery(after).webhook()).isEqualTo("fax");
    assertThat(((ChangeLines) after).changes().getFirst().pon()).isEqualTo("T-1");
  }

  @Test
  void aRuleForANewFieldLeavesTheContentOfOtherDeliveriesAlone() {
    Catalogue newer = Catalogue.parse(once(YAML, "count: number_assigned", "count: routed_count"));
    for (String webhook : SAMPLES.subList(4, 11)) {
      var reading = new WebhookReader(newer).read(sample(webhook), IPILOT, RECEIPT);
      assertThat(delivery(command(reading)).content())
          .isEqualTo(delivery(command(sample(webhook))).content());
    }
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsLineAndRule(String from, String to, String message) {
    assertThatThrownBy(() -> Catalogue.parse(once(YAML, from, to)))
        .isInstanceOf(CatalogueException.class)
        .message()
        .matches("Line \\d+, [^.]+: .+\\.|Line \\d+: .+\\.")
        .contains(message);
  }

  static Stream<Arguments> mistakes() {
    String sms = "actions: [sms]";
    return Stream.of(
        Arguments.of("name: ipilot", "name: I Pilot", "the catalogue: 'name' must match"),
        Arguments.of("version: \"1\"", "", "the catalogue: 'version' is missing"),
        Arguments.of("name: ipilot", "name: ipilot\nname: ipilot", "'name' is there already"),
        Arguments.of("name: ipilot", "nom: ipilot", "'nom' is no key of it"),
        Arguments.of("name: ipilot", "name: [ipilot", "not YAML"),
        Arguments.of("name: ipilot", "name: *ipilot", "has no aliases"),
        Arguments.of("name: ipilot", "name: [ipilot]", "'name' must be one value"),
        Arguments.of(
            "  pon_number: order_number", "  pon: order_no", "'order_no', which is no field"),
        Arguments.of("  pon_number:", "  Module:", "'module' is a field or a synonym already"),
        Arguments.of("  site: site", "  site: place", "'site' must be one of customer, reseller"),
        Arguments.of("  msteams: msteam", "  MSTEAM: msteam", "'msteam' is there twice"),
        Arguments.of("  zoom: zoom", "  zoom: Zoom!", "'zoom' must match"),
        Arguments.of(
            "  enable: increase", "  enable: up", "'enable' must be one of increase, decrease"),
        Arguments.of(sms, "actions: []", "webhook sms: 'actions' must be a list"),
        Arguments.of(sms, "actions: [sms, SMS]", "webhook sms: 'sms' is in the list twice"),
        Arguments.of(sms, "action: sms", "webhook sms: 'action' is no key of it"),
        Arguments.of(
            sms,
            "actions: [outboundcnam]",
            "webhook sms: it shares an action with outbound_cnam and counts by the same field"),
        Arguments.of(
            sms, "actions: [assigned default outbound route]", "a gauge must have its own"),
        Arguments.of(sms, "actions: [placed new order]", "both must have the same natural_key"),
        Arguments.of(
            "product: phone_number\n",
            "product: call_path\n",
            "one delivery would change a line twice"),
        Arguments.of(
            "      new: open_account",
            "      sms: open_account",
            "an action of sms is an act of customer_account_event"),
        Arguments.of(
            "      new: open_account", "      new: add_site", "'add_site' is no act of its object"),
        Arguments.of(
            "      new: open_account", "      new: open", "'new' must be one of open_account"),
        Arguments.of("object: site", "object: customer", "'add_site' is no act of its object"),
        Arguments.of("webhook: sms", "webhook: inbound_cnam", "there is another rule of this name"),
        Arguments.of("webhook: sms", "webhook: S M S", "'webhook' must match"),
        Arguments.of("product: sms", "product: SMS", "webhook sms: 'product' must match"),
        Arguments.of(
            "count: number_assigned", "count: module", "'module' means something else already"),
        Arguments.of(
            "quantity: gauge",
            "quantity: total",
            "'quantity' must be one of counted, gauge, not 'total'"),
        Arguments.of("billable: false", "billable: no", "'billable' must match true|false"),
        Arguments.of(
            "direction_if_absent: increase",
            "direction_if_absent: up",
            "'direction_if_absent' must be one of"),
        Arguments.of("objects:\n", "objects: x\nobject:\n", "is no key of it"));
  }

  @Test
  void aMistakeIsFoundAtItsOwnLine() {
    assertThatThrownBy(() -> Catalogue.parse(once(YAML, "product: sms", "product: SMS")))
        .hasMessageStartingWith(
            "Line %d, webhook sms: "
                .formatted(YAML.substring(0, YAML.indexOf("product: sms")).lines().count()));
  }

  @Test
  void whatIsNoCatalogueAtAllIsRefused() {
    assertThatThrownBy(() -> Catalogue.parse("")).isInstanceOf(CatalogueException.class);
    assertThatThrownBy(() -> Catalogue.parse("- a")).isInstanceOf(CatalogueException.class);
    assertThatThrownBy(() -> Catalogue.parse("a: {{")).isInstanceOf(CatalogueException.class);
    assertThatThrownBy(() -> Catalogue.parse(YAML + "\n---\na: 1"))
        .isInstanceOf(CatalogueException.class);
    assertThatThrownBy(() -> Catalogue.parse("[".repeat(5_000)))
        .isInstanceOf(CatalogueException.class);
  }

  private static String once(String text, String from, String to) {
    assertThat(text.split(java.util.regex.Pattern.quote(from), -1)).as(from).hasSize(2);
    return text.replace(from, to);
  }
}
