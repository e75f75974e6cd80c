package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.IPILOT;
import static io.entitlementledger.webhook.Deliveries.command;
import static io.entitlementledger.webhook.Deliveries.delivery;
import static io.entitlementledger.webhook.Deliveries.read;
import static io.entitlementledger.webhook.Deliveries.sample;
import static io.entitlementledger.webhook.Deliveries.text;
import static io.entitlementledger.webhook.Deliveries.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.AddSite;
import io.entitlementledger.account.ChangeAccount;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.ChangeSite;
import io.entitlementledger.account.CloseAccount;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.account.OpenAccount;
import io.entitlementledger.account.RemoveSite;
import io.entitlementledger.account.SetGauge;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountType;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Site;
import io.entitlementledger.value.Skus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSamplesTest {
  private static final Skus SKUS = new Skus("4353", "3333");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "call_path_order, 2779, call_path/msteam/1234, INCREASE, 10, NUW2024070145, 1565",
        "phone_number_order, 2779, phone_number/msteam/1234, INCREASE, 10, NUW2024070145, 1565",
        "port_number_order, 1615, ported_number/unspecified/1234, INCREASE, 2, -, 7246",
        "call_forwarding, 261, call_forwarding/unspecified/1234, DECREASE, 1, -, -",
        "dynamic_emergency_services, 2198, dynamic_emergency/msteam/1234, INCREASE, 1, -, 7938",
        "emergency_services, 2229, static_emergency/webex/1234, INCREASE, 1, -, -",
        "international_calling, 341, international_calling/unspecified/1234, INCREASE, 1, -, 6709",
        "inbound_cnam, 2354, inbound_cnam/unspecified/1234, INCREASE, 1, -, 8144",
        "outbound_cnam, 1619, outbound_cnam/unspecified/1234, INCREASE, 5, -, 7248",
        "sms, 261, sms/unspecified/1234, INCREASE, 1, -, -"
      })
  void aDocumentedBodyThatCountsIsReadByteForByte(
      String webhook,
      long account,
      String line,
      Direction direction,
      long quantity,
      @Nullable String pon,
      @Nullable String externalId) {
    AccountCommand command = command(sample(webhook));

    LineChange change =
        new LineChange(LineKey.parse(line), direction, new Quantity(quantity), true, pon, SKUS);
    assertThat(command)
        .isEqualTo(
            new ChangeLines(
                customer(account),
                cause(command, webhook),
                externalId,
                List.of(change),
                DuplicateWindows.DEFAULT));
  }

  @Test
  void theDocumentedRoutingSetsAGaugeThatIsNotBillable() {
    AccountCommand command = command(sample("phone_number_routed"));

    assertThat(command)
        .isEqualTo(
            new SetGauge(
                customer(196),
                cause(command, "phone_number_routed"),
                "6527",
                new GaugeReading(
                    LineKey.parse("routed_number/unspecified/1234"),
                    new Quantity(13),
                    false,
                    SKUS)));
  }

  @Test
  void aCommandCarriesItsReceiptInMillisecondsAndTheCatalogue() {
    Cause cause = command(sample("sms")).cause();

    Instant received = Instant.parse("2026-03-01T10:00:00.123Z");
    assertThat(cause.effectiveAt()).isEqualTo(received);
    assertThat(cause.actor()).isEqualTo(new Actor(Actor.Kind.SENDER, "ipilot"));
    assertThat(cause.reason()).isNull();
    assertThat(cause.catalogue()).isEqualTo("ipilot/1");
    Delivery delivery = delivery(command(sample("sms")));
    assertThat(delivery.id()).isEqualTo("dlv_1");
    assertThat(delivery.receivedAt()).isEqualTo(received);
    assertThat(delivery.webhook()).isEqualTo("sms");
    assertThat(delivery.content()).matches("[0-9a-f]{64}");
    assertThat(delivery.idempotencyKey()).isEqualTo("key-1");
    assertThat(delivery.unknownFields()).isEmpty();
  }

  @Test
  void theTwoDocumentedEnumerationsAreQuarantinedAsTheyStand() {
    var customer = unreadable(read(sample("customer_account_event")));
    var site = unreadable(read(sample("site_event")));

    assertThat(List.of(customer.reason(), site.reason())).containsOnly("enumeration_sample");
    assertThat(List.of(customer.pointer(), site.pointer())).containsOnly("/event_action");
    assertThat(customer.account()).isEqualTo(customer(1111));
    assertThat(site.account()).isEqualTo(customer(3238));
    assertThat(customer.malformed()).isFalse();
    assertThat(site.malformed()).isFalse();
    assertThat(customer.detail()).contains("updated | new | deleted");
  }

  @Test
  void aCustomerEventOpensChangesOrClosesTheAccount() {
    var opened = customerEvent("new");
    var changed = customerEvent("updated");
    var closed = customerEvent("deleted");

    assertThat(opened).isEqualTo(new OpenAccount(customer(1111), opened.cause(), null));
    assertThat(changed)
        .isEqualTo(
            new ChangeAccount(
                customer(1111),
                changed.cause(),
                null,
                List.of(
                    "any field from the iPilot customer object, see the iPilot API for more"
                        + " details.")));
    assertThat(closed).isEqualTo(new CloseAccount(customer(1111), closed.cause(), null));
    assertThat(delivery(closed).webhook()).isEqualTo("customer_account_event");
  }

  @Test
  void aSiteEventAddsChangesOrRemovesASiteOfItsCustomer() {
    var added = siteEvent("Add");
    var changed = siteEvent("Update");
    var removed = siteEvent("Delete");

    Site site = new Site(4230, "Site ABC");
    assertThat(added).isEqualTo(new AddSite(customer(3238), added.cause(), null, site));
    assertThat(changed)
        .isEqualTo(new ChangeSite(customer(3238), changed.cause(), null, site, List.of("Address")));
    assertThat(removed).isEqualTo(new RemoveSite(customer(3238), removed.cause(), null, site));
    assertThat(delivery(removed).webhook()).isEqualTo("site_event");
  }

  @Test
  void aSiteNeedsItsNameOnlyToBeAdded() {
    String nameless = text("site_event").replace("\"Site ABC\"", "\"\"");

    assertThat(command(nameless.replace("Add | Update | Delete", "update")))
        .isInstanceOfSatisfying(
            ChangeSite.class, change -> assertThat(change.site()).isEqualTo(new Site(4230, null)));
    var missing = unreadable(read(nameless.replace("Add | Update | Delete", "add")));
    assertThat(missing.reason()).isEqualTo("missing_field");
    assertThat(missing.pointer()).isEqualTo("/site_name");
  }

  private static AccountCommand customerEvent(String action) {
    return command(text("customer_account_event").replace("updated | new | deleted", action));
  }

  private static AccountCommand siteEvent(String action) {
    return command(text("site_event").replace("Add | Update | Delete", action));
  }

  private static AccountId customer(long number) {
    return new AccountId(IPILOT, AccountType.CUSTOMER, number);
  }

  /** The command's own cause, once it names the webhook that it should. */
  private static Cause cause(AccountCommand command, String webhook) {
    assertThat(delivery(command).webhook()).isEqualTo(webhook);
    return command.cause();
  }
}
