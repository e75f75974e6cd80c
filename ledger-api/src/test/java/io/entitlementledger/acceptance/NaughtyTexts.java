package io.entitlementledger.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Texts that have broken other programs, in every field of a delivery and as its name. */
final class NaughtyTexts {
  private static final List<String> FIELDS =
      List.of(
          "account_id",
          "event_object",
          "event_action",
          "event_type",
          "order_type",
          "module",
          "order_number",
          "pon_number",
          "call_path_count",
          "complete_number_count",
          "number_count",
          "number_assigned",
          "system_sku",
          "reseller_own_sku",
          "platform_own_sku",
          "external_customer_account_id",
          "site_id",
          "site_name",
          "updated_fields",
          "anything_else");

  private static final List<String> TEXTS =
      List.of(
          // other languages
          "' OR '1'='1' --",
          "\"; DROP TABLE accounts; --",
          "1) UNION SELECT secret FROM keys --",
          "{\"$gt\": \"\"}",
          "$where",
          "a.b.$[]",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "&lt;b&gt; &#0; &nbsp;",
          "]]><!ENTITY x SYSTEM \"file:///etc/hosts\">",
          "$(touch here)",
          "`id`; id | id && id",
          "${jndi:ldap://localhost:1/x}",
          "#{7*7} ${7*7} {{7*7}} <%= 7*7 %>",
          "%s%s%n%x%d %1$9999999s {0} {}",
          "=1+1",
          "@SUM(A1:A9)",
          "../../../../etc/hosts",
          "..\\..\\con\\nul",
          "%2e%2e%2f%00.json",
          "file:///dev/random",
          "\\\\host\\share",
          "line\r\nSet-Cookie: a=b\r\n\r\n",
          "\\u0000 \\x00 \\0",
          "(a+)+$",
          "[[[[[[[[",
          // directions, marks and other characters that are not seen
          "\u202egnihton\u202c",
          "\u2066left\u2069 \u200fright",
          "zero\u200bwidth\u200djoined\u2060",
          "\ufeffmarked",
          "soft\u00adhyphen",
          "Z\u0351\u036b\u0343\u030a\u0300a\u0321\u031b\u0338l\u0334\u0335\u0336g\u0489\u0488o",
          "e\u0301 \u00e9 \ufb01 \u2126 \u212b",
          "I\u0130i\u0131 \u00df\u1e9e \u03c3\u03c2\u03a3",
          "\ud83d\ude00\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\ud83c\udde8\ud83c\udded",
          "\ud840\udc0b\udbff\udfff",
          "\ufffd\ufffe\uffff\ufdd0",
          "\ud800 alone",
          "alone \udfff",
          "\u0660\u0661\u0662",
          "\uff11\uff12",
          "\u216b \u00bd \u00b2",
          "\u0646\u0635 \u05d8\u05e7\u05e1\u05d8 \u6587\u5b57 \u0e02\u0e49\u0e2d",
          // white space and controls
          "",
          " ",
          "\t\n\u000b\f\r",
          "\u00a0\u1680\u2003\u3000",
          "\u0085\u2028\u2029",
          " lead and trail ",
          "nul\u0000inside",
          "\u0001\u0002\u001b[31m\u007f\u0080\u009f",
          "back\bspace",
          // words with a meaning, and numbers that are not quite
          "null",
          "undefined",
          "None",
          "true",
          "NaN",
          "-Infinity",
          "constructor",
          "__proto__",
          "_id",
          "CON",
          "0",
          "-0",
          "-1",
          "007",
          "1.0",
          "1e3",
          "0x10",
          "1,000",
          "2147483648",
          "9223372036854775808",
          "99999999999999999999999",
          "new | deleted",
          "add|remove",
          // long ones
          "x".repeat(128),
          "x".repeat(129),
          "x".repeat(257),
          "9".repeat(1_001),
          "\u0301".repeat(3_000),
          "\ud83d\ude00".repeat(2_000));

  private static final JsonMapper JSON = new JsonMapper();

  private NaughtyTexts() {}

  static List<HostileBody> all() {
    List<HostileBody> all = new ArrayList<>();
    int account = 5000;
    for (String text : TEXTS) {
      for (String field : FIELDS) {
        Map<String, Object> order = order(++account);
        order.put(field, field.equals("updated_fields") ? List.of(text) : text);
        all.add(body("text in " + field, order));
      }
      Map<String, Object> order = order(++account);
      order.put(text, text);
      all.add(body("text as a name", order));
      all.add(body("text alone", Map.of(text, text)));
    }
    return all;
  }

  private static Map<String, Object> order(int account) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("account_id", account);
    order.put("event_object", "customer");
    order.put("event_action", "sms");
    order.put("event_type", "enable");
    order.put("number_count", 1);
    return order;
  }

  private static HostileBody body(String kind, Map<String, Object> members) {
    return HostileBody.of(kind, escaped(JSON.writeValueAsString(members)), HostileBody.TAKEN);
  }

  /** All that is not ASCII as escapes: half of a surrogate pair has no other form. */
  private static String escaped(String json) {
    StringBuilder ascii = new StringBuilder();
    json.chars().forEach(c -> ascii.append(c < 0x7f ? "" + (char) c : "\\u%04x".formatted(c)));
    return ascii.toString();
  }
}
