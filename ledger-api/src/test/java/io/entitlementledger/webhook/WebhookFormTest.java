package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.command;
import static io.entitlementledger.webhook.Deliveries.delivery;
import static io.entitlementledger.webhook.Deliveries.read;
import static io.entitlementledger.webhook.Deliveries.sms;
import static io.entitlementledger.webhook.Deliveries.text;
import static io.entitlementledger.webhook.Deliveries.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.account.ChangeAccount;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.SetGauge;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.Quantity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading is tolerant of form. */
class WebhookFormTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"number_count", "NumberCount", "Number-Count", " NUMBER  COUNT ", "numberCount_"})
  void aFieldIsKnownHoweverItsNameIsSpelled(String name) {
    assertThat(only(sms("\"%s\": 3, \"event_type\": \"add\"".formatted(name))).quantity())
        .isEqualTo(new Quantity(3));
  }

  @ParameterizedTest
  @CsvSource({
    "increase, INCREASE",
    "' Add ', INCREASE",
    "ENABLE, INCREASE",
    "decrease, DECREASE",
    "Remove, DECREASE",
    "disable, DECREASE"
  })
  void everyDirectionWordGoesOneOfTwoWays(String word, Direction direction) {
    assertThat(only(sms("\"number_count\": 1, \"event_type\": \"%s\"".formatted(word))).direction())
        .isEqualTo(direction);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"7\"", "\" 7 \"", "\"007\""})
  void aWholeNumberMayBeAString(String number) {
    assertThat(
            only(sms("\"number_count\": %s, \"event_type\": \"add\"".formatted(number))).quantity())
        .isEqualTo(new Quantity(7));
  }

  @Test
  void wordsFoldCaseAndInnerSpaces() {
    String order =
        text("call_path_order").replace("Placed new order", " PLACED\\t new \u00A0 Order ");

    assertThat(delivery(command(order)).webhook()).isEqualTo("call_path_order");
  }

  @Test
  void anIdentifierKeepsItsCaseAndANumberIsItsDecimalText() {
    LineChange change =
        only(
            sms(
                """
                "number_count": 1, "event_type": "add", "system_sku": " Ab-9 ",
                "reseller_own_sku": 12.50, "platform_own_sku": 90071992547409931234\
                """));

    assertThat(change.line().systemSku()).isEqualTo("Ab-9");
    assertThat(change.skus().reseller()).isEqualTo("12.50");
    assertThat(change.skus().platform()).isEqualTo("90071992547409931234");
  }

  @Test
  void whatIsEmptyIsAbsent() {
    LineChange change =
        only(
            sms(
                """
                "number_count": 1, "event_type": "add", "system_sku": "", "module": " ",
                "order_type": null, "reseller_own_sku": null\
                """));

    assertThat(change.line()).hasToString("sms/unspecified/none");
    assertThat(change.skus().reseller()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "MSTeams, , msteam",
    "Webex, MSTEAMS DID NEW, webex",
    "'', ZOOM  did new, zoom",
    "'', amazonconnect, amazonconnect",
    "'', DID NEW, unspecified",
    "sip, '', sip"
  })
  void theModuleIsWhatIsNamedOrElseBeginsTheOrderType(
      String module, String orderType, String expected) {
    String members =
        "\"number_count\": 1, \"event_type\": \"add\", \"module\": \"%s\", \"order_type\": \"%s\""
            .formatted(module, orderType == null ? "" : orderType);

    assertThat(only(sms(members)).line().module()).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "customer, ipilot.customer.261",
    "RESELLER, ipilot.reseller.261",
    "Platform Provider, ipilot.platform.261",
    "platform, ipilot.platform.261"
  })
  void theObjectSaysWhoseAccountItIs(String object, String account) {
    String body = sms("\"number_count\": 1, \"event_type\": \"add\"").replace("customer", object);

    assertThat(command(body).account()).hasToString(account);
  }

  @Test
  void anOrderOfPathsAndNumbersIsTwoChangesOfOneDelivery() {
    String order =
        text("call_path_order")
            .replace(
                "\"call_path_count\": 10",
                "\"call_path_count\": 10, \"complete_number_count\": \"4\"");
    ChangeLines command = (ChangeLines) command(order);

    assertThat(command.changes())
        .extracting(change -> change.line() + " " + change.quantity() + " " + change.pon())
        .containsExactly(
            "call_path/msteam/1234 10 NUW2024070145", "phone_number/msteam/1234 4 NUW2024070145");
    assertThat(delivery(command).webhook()).isEqualTo("call_path_order+phone_number_order");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "\"0\"", "null", "\"\""})
  void inAnOrderOfBothAZeroIsAnAbsentCount(String paths) {
    String order =
        text("phone_number_order")
            .replace("\"order_type\"", "\"call_path_count\": %s, \"order_type\"".formatted(paths));

    assertThat(only(order).line()).hasToString("phone_number/msteam/1234");
    assertThat(delivery(command(order)).webhook()).isEqualTo("phone_number_order");
  }

  @Test
  void aGaugeMayReadZeroAndHasNoDirection() {
    String body = text("phone_number_routed").replace("13", "0, \"event_type\": \"remove\"");

    assertThat(command(body))
        .isInstanceOfSatisfying(
            SetGauge.class, set -> assertThat(set.gauge().quantity()).isEqualTo(Quantity.ZERO));
  }

  @Test
  void updatedFieldsMayBeOneNameOrSeveral() {
    String event =
        """
        {"account_id": 1, "event_object": "customer", "event_action": "updated",
         "updated_fields": %s}\
        """;

    assertThat(updated(event.formatted("\" Name \""))).containsExactly("Name");
    assertThat(updated(event.formatted("[\"Name\", \"\", \"Address\"]")))
        .containsExactly("Name", "Address");
    assertThat(updated(event.formatted("[]"))).isEmpty();
  }

  @Test
  void theSameValueTwiceIsNoConflict() {
    LineChange change =
        only(
            sms(
                """
                "number_count": 1, "Number Count": "01", "number_count": 1, "event_type": "add",
                "EVENT_TYPE": " ADD ", "other": {"a": [1]}, "other": {"a": [1]},
                "module": "", "Module": "zoom\"\
                """));

    assertThat(change.line()).hasToString("sms/zoom/none");
  }

  @Test
  void unknownFieldsAreNamedAsTheyWereSpelledWithinBounds() {
    String body =
        sms(
            "\"number_count\": 1, \"event_type\": \"add\", \"Zone_Id\": 1, \"\\ud800\\u0000x\":"
                + " {}");
    assertThat(delivery(command(body)).unknownFields()).containsExactly("Zone_Id", "��x");

    String many =
        IntStream.range(0, 40)
            .mapToObj(i -> "\"%s%d\": %d".formatted("long".repeat(20), i, i))
            .collect(Collectors.joining(", "));
    assertThat(
            delivery(command(sms("\"number_count\": 1, \"event_type\": \"add\", " + many)))
                .unknownFields())
        .hasSizeLessThanOrEqualTo(20)
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(64));
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(command("\uFEFF" + text("sms"))).isEqualTo(command(text("sms")));
  }

  @Test
  void aReadingDependsOnNothingButWhatItIsGiven() {
    assertThat(read(text("sms"))).isEqualTo(read(text("sms")));
    assertThat(unreadable(read("[]"))).isEqualTo(unreadable(read("[]")));
  }

  private static List<String> updated(String body) {
    return ((ChangeAccount) command(body)).updatedFields();
  }

  private static LineChange only(String body) {
    ChangeLines command = (ChangeLines) command(body);
    assertThat(command.changes()).hasSize(1);
    return command.changes().getFirst();
  }
}
