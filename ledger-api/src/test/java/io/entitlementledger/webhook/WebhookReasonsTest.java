package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.read;
import static io.entitlementledger.webhook.Deliveries.sms;
import static io.entitlementledger.webhook.Deliveries.text;
import static io.entitlementledger.webhook.Deliveries.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading is strict about meaning. */
class WebhookReasonsTest {
  private static final String LONE = "\\ud800";

  @ParameterizedTest(name = "{0} at \"{1}\": {2}")
  @MethodSource("quarantined")
  void whatHasNoClearMeaningIsQuarantinedWithAReasonAndAPointer(
      Reason reason, String pointer, String body) {
    var unreadable = unreadable(read(body));

    assertThat(unreadable.reason()).isEqualTo(reason.code());
    assertThat(unreadable.pointer()).isEqualTo(pointer);
    assertThat(unreadable.malformed()).isFalse();
    assertThat(unreadable.detail()).endsWith(".").hasSizeLessThan(250);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void whatIsNoJsonObjectIsMalformed(Reason reason, byte[] body) {
    var unreadable = unreadable(read(body));

    assertThat(unreadable.reason()).isEqualTo(reason.code());
    assertThat(unreadable.malformed()).isTrue();
    assertThat(unreadable.pointer()).isEmpty();
    assertThat(unreadable.account()).isNull();
    assertThat(unreadable.detail()).endsWith(".");
  }

  @Test
  void everyReasonHasACaseHere() {
    assertThat(Stream.concat(quarantined(), malformed()).map(row -> row.get()[0]))
        .contains((Object[]) Reason.values());
  }

  @Test
  void everyReasonIsInTheReference() throws IOException {
    String reference = Files.readString(Path.of("../docs/reference/intake.md"));

    assertThat(Arrays.stream(Reason.values()).map(reason -> "`" + reason.code() + "`"))
        .allSatisfy(code -> assertThat(reference).contains(code));
  }

  @Test
  void theAccountIsNamedAsSoonAsItCanBeRead() {
    assertThat(unreadable(read(sms("\"number_count\": -1"))).account())
        .hasToString("ipilot.customer.261");
    assertThat(unreadable(read(sms("\"x\": 1").replace("customer", "planet"))).account()).isNull();
  }

  @Test
  void ofSeveralUnreadableFieldsTheFirstOfTheBodyIsNamed() {
    assertThat(unreadable(read(sms("\"system_sku\": {}, \"order_number\": []"))).pointer())
        .isEqualTo("/system_sku");
    assertThat(unreadable(read(sms("\"order_number\": [], \"system_sku\": {}"))).pointer())
        .isEqualTo("/order_number");
  }

  private static Arguments bad(Reason reason, String pointer, String body) {
    return Arguments.of(reason, pointer, body);
  }

  private static String countOf(String count) {
    return sms("\"Number_count\": %s, \"event_type\": \"add\"".formatted(count));
  }

  private static Arguments beside(Reason reason, String pointer, String members) {
    return bad(reason, pointer, sms("\"number_count\": 1, \"event_type\": \"add\", " + members));
  }

  static Stream<Arguments> quarantined() {
    String order = text("call_path_order");
    return Stream.of(
        bad(Reason.MISSING_FIELD, "/event_object", "{}"),
        bad(Reason.MISSING_FIELD, "/account_id", "{\"event_object\": \"customer\"}"),
        bad(Reason.MISSING_FIELD, "/Account_id", order.replace("2779", "null")),
        bad(Reason.MISSING_FIELD, "/event_action", order.replace("Placed new order", " ")),
        bad(Reason.MISSING_FIELD, "/event_type", order.replace("increase", "")),
        bad(
            Reason.MISSING_FIELD,
            "/call_path_count",
            order.replace("\"call_path_count\": 10,", "")),
        bad(
            Reason.MISSING_FIELD,
            "/number_assigned",
            text("phone_number_routed").replace("13", "null")),
        bad(
            Reason.MISSING_FIELD,
            "/site_id",
            text("site_event").replace("4230", "\"\"").replace("Add | Update | Delete", "delete")),
        bad(Reason.UNKNOWN_OBJECT, "/event_object", order.replace("customer\"", "planet\"")),
        bad(
            Reason.UNKNOWN_ACTION,
            "/event_action",
            order.replace("Placed new order", "placed order")),
        bad(Reason.UNKNOWN_ACTION, "/event_action", order.replace("\"customer\"", "\"site\"")),
        bad(
            Reason.UNKNOWN_ACTION,
            "/event_action",
            "{\"account_id\": 1, \"event_object\": \"reseller\", \"event_action\": \"new\"}"),
        bad(Reason.UNKNOWN_DIRECTION, "/event_type", order.replace("increase", "sideways")),
        bad(
            Reason.UNKNOWN_DIRECTION,
            "/event_type",
            text("phone_number_routed").replace("13", "13, \"event_type\": \"up\"")),
        beside(Reason.UNKNOWN_MODULE, "/MODULE", "\"MODULE\": \"skype\""),
        bad(
            Reason.ENUMERATION_SAMPLE,
            "/event_object",
            order.replace("customer\"", "Customer | Reseller\"")),
        bad(
            Reason.ENUMERATION_SAMPLE,
            "/event_type",
            order.replace("increase", "increase|decrease")),
        beside(Reason.ENUMERATION_SAMPLE, "/module", "\"module\": \"msteam | webex\""),
        bad(Reason.WRONG_TYPE, "/event_action", order.replace("\"Placed new order\"", "7")),
        bad(Reason.WRONG_TYPE, "/call_path_count", order.replace("10", "[10]")),
        bad(Reason.WRONG_TYPE, "/call_path_count", order.replace("10", "true")),
        beside(Reason.WRONG_TYPE, "/system_sku", "\"system_sku\": {\"id\": 1}"),
        beside(Reason.WRONG_TYPE, "/updated_fields/1", "\"updated_fields\": [\"a\", [\"b\"]]"),
        beside(Reason.INVALID_TEXT, "/system_sku", "\"system_sku\": \"a\\u0000b\""),
        beside(Reason.INVALID_TEXT, "/order_type", "\"order_type\": \"did\\u001b[31m\""),
        beside(Reason.INVALID_TEXT, "/pon_number", "\"pon_number\": \"" + LONE + "x\""),
        bad(Reason.INVALID_TEXT, "/event_action", order.replace("Placed new order", LONE)),
        beside(Reason.TOO_LONG, "/system_sku", "\"system_sku\": \"%s\"".formatted("x".repeat(129))),
        beside(Reason.TOO_LONG, "/site_name", "\"site_name\": \"%s\"".formatted("x".repeat(257))),
        beside(
            Reason.TOO_LONG,
            "/updated_fields",
            "\"updated_fields\": [%s\"a\"]".formatted("\"a\",".repeat(200))),
        beside(Reason.TOO_LONG, "", "\"other\": " + "9".repeat(1_001)),
        beside(Reason.TOO_LONG, "", "\"%s\": 1".formatted("n".repeat(257))),
        bad(Reason.TOO_MANY_FIELDS, "", "{%s \"z\": 1}".formatted("\"x\": 1,".repeat(500))),
        beside(Reason.CONFLICTING_FIELDS, "/Number_Count", "\"Number_Count\": 2"),
        beside(Reason.CONFLICTING_FIELDS, "/number_count", "\"number_count\": 2"),
        beside(
            Reason.CONFLICTING_FIELDS,
            "/order_number",
            "\"pon_number\": \"a\", \"order_number\": \"A\""),
        beside(Reason.CONFLICTING_FIELDS, "/o~0 ther", "\"o~ther\": [1], \"o~ ther\": [2]"),
        beside(Reason.NOT_A_PLAIN_NUMBER, "/system_sku", "\"system_sku\": 1e3"),
        beside(Reason.NOT_A_WHOLE_NUMBER, "/site_id", "\"site_id\": \"the first\""),
        bad(Reason.NUMBER_OUT_OF_RANGE, "/Account_id", order.replace("2779", "0")),
        bad(Reason.NUMBER_OUT_OF_RANGE, "/Account_id", order.replace("2779", "-5")),
        bad(Reason.NUMBER_OUT_OF_RANGE, "/Account_id", order.replace("2779", "9007199254740992")),
        bad(
            Reason.NUMBER_OUT_OF_RANGE,
            "/Account_id",
            order.replace("2779", "1" + "0".repeat(500))),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("10.0")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("1e1")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("0.5")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("1e999999999")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("\"ten\"")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("\"+1\"")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("\"1 000\"")),
        bad(Reason.NOT_A_WHOLE_NUMBER, "/Number_count", countOf("\"\uFF11\"")),
        bad(Reason.NEGATIVE_COUNT, "/Number_count", countOf("-1")),
        bad(Reason.NEGATIVE_COUNT, "/Number_count", countOf("\"-1\"")),
        bad(
            Reason.NEGATIVE_COUNT,
            "/number_assigned",
            text("phone_number_routed").replace("13", "-13")),
        bad(Reason.ZERO_COUNT, "/Number_count", countOf("0")),
        bad(Reason.ZERO_COUNT, "/Number_count", countOf("-0")),
        bad(Reason.ZERO_COUNT, "/call_path_count", order.replace(": 10", ": 0")),
        bad(
            Reason.ZERO_COUNT,
            "/complete_number_count",
            order.replace(
                "\"call_path_count\": 10", "\"call_path_count\": 0, \"complete_number_count\": 0")),
        bad(Reason.COUNT_TOO_LARGE, "/Number_count", countOf("1000001")),
        bad(Reason.COUNT_TOO_LARGE, "/Number_count", countOf("9223372036854775808")),
        bad(Reason.COUNT_TOO_LARGE, "/Number_count", countOf("9".repeat(1_000))));
  }

  static Stream<Arguments> malformed() {
    String good = text("sms");
    return Stream.of(
        broken(Reason.NOT_UTF8, good, StandardCharsets.UTF_16),
        Arguments.of(Reason.NOT_UTF8, new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'}),
        Arguments.of(
            Reason.NOT_UTF8,
            new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'}),
        broken(Reason.NOT_JSON, good, StandardCharsets.UTF_16LE),
        broken(Reason.NOT_JSON, good, Charset.forName("UTF-32")),
        broken(Reason.NOT_JSON, ""),
        broken(Reason.NOT_JSON, " \r\n"),
        broken(Reason.NOT_JSON, "\uFEFF"),
        broken(Reason.NOT_JSON, "{"),
        broken(Reason.NOT_JSON, "{\"a\": 1"),
        broken(Reason.NOT_JSON, "{\"a\": 1,}"),
        broken(Reason.NOT_JSON, "{\"a\": 01}"),
        broken(Reason.NOT_JSON, "{\"a\": +1}"),
        broken(Reason.NOT_JSON, "{\"a\": NaN}"),
        broken(Reason.NOT_JSON, "{'a': 1}"),
        broken(Reason.NOT_JSON, "{a: 1}"),
        broken(Reason.NOT_JSON, "{\"a\": 1} // end"),
        broken(Reason.NOT_JSON, "{\"a\": 1} {\"a\": 1}"),
        broken(Reason.NOT_JSON, "{\"a\": \"\u0000\"}"),
        broken(Reason.NOT_JSON, "{\"a\": \"line\nbreak\"}"),
        broken(Reason.NOT_JSON, "{\"a\": \"\\x\"}"),
        broken(Reason.NOT_JSON, "a=1&b=2"),
        broken(Reason.NOT_JSON, "<a/>"),
        broken(Reason.NOT_JSON, "[1"),
        broken(Reason.NOT_AN_OBJECT, "[]"),
        broken(Reason.NOT_AN_OBJECT, "[{\"a\": 1}]"),
        broken(Reason.NOT_AN_OBJECT, "null"),
        broken(Reason.NOT_AN_OBJECT, "\"text\""),
        broken(Reason.NOT_AN_OBJECT, "1"),
        broken(Reason.NESTED_TOO_DEEP, "[".repeat(100_000)),
        broken(Reason.NESTED_TOO_DEEP, "{\"a\":".repeat(33) + "1" + "}".repeat(33)));
  }

  @Test
  void whatIsNested32DeepIsRead() {
    String deep = "[".repeat(31) + "]".repeat(31);

    assertThat(read(sms("\"number_count\": 1, \"event_type\": \"add\", \"other\": " + deep)))
        .isInstanceOf(Reading.Readable.class);
  }

  private static Arguments broken(Reason reason, String body) {
    return broken(reason, body, StandardCharsets.UTF_8);
  }

  private static Arguments broken(Reason reason, String body, Charset charset) {
    return Arguments.of(reason, body.getBytes(charset));
  }
}
