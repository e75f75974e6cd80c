package io.entitlementledger.acceptance;

import static io.entitlementledger.acceptance.HostileBody.TAKEN;
import static io.entitlementledger.acceptance.HostileBody.TOO_LARGE;
import static io.entitlementledger.acceptance.HostileBody.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The ways in which bytes fail to be a JSON object in UTF-8, and some in which they just do not.
 */
final class MalformedJson {
  private static final String ORDER =
      "{\"account_id\": 4001, \"event_object\": \"customer\", \"event_action\": \"sms\","
          + " \"event_type\": \"enable\", \"number_count\": ";

  /** What RFC 8259 has no value for. */
  private static final List<String> NO_VALUES =
      List.of(
          "+1",
          ".5",
          "1.",
          "-",
          "-.5",
          "--1",
          "0123",
          "-012",
          "00",
          "0x1F",
          "1e",
          "1e+",
          "1E-",
          "1e1.5",
          "1_000",
          "1,000,",
          "1 000",
          "NaN",
          "Infinity",
          "-Infinity",
          "nan",
          "TRUE",
          "True",
          "nul",
          "nulll",
          "undefined",
          "'one'",
          "`one`",
          "one",
          "\"open",
          "\"\\x41\"",
          "\"\\u12\"",
          "\"\\u12G4\"",
          "\"\\\"",
          "\"\\a\"",
          "\"tab\there\"",
          "\"line\nbreak\"",
          "\"nul\0inside\"",
          "\"bell\u0007\"",
          "\u00a01",
          "\u20281",
          "\uff11",
          "\u201c1\u201d",
          "[1,]",
          "[,1]",
          "[1,,2]",
          "[1 2]",
          "[1",
          "1]",
          "[1}",
          "{\"a\":1,}",
          "{,\"a\":1}",
          "{\"a\" 1}",
          "{\"a\"::1}",
          "{\"a\"}",
          "{a:1}",
          "{'a':1}",
          "{1:1}",
          "{null:1}",
          "{\"a\":}",
          "{:1}",
          "{\"a\":1",
          "{\"a\":1]",
          "{\"a\":1 \"b\":2}",
          "{\"a\":1;\"b\":2}",
          "1 // one",
          "/* one */ 1",
          "# one\n1",
          "<!-- 1 -->",
          "${1}",
          "\\u0031");

  /** Values, though nobody expects them. */
  private static final List<String> ODD_VALUES =
      List.of(
          "-0",
          "-0.0",
          "0e0",
          "1e400",
          "-1e-400",
          "1E999999999",
          "123456789012345678901234567890",
          "0.1000000000000000055511151231257827",
          "9007199254740993",
          "-9223372036854775809",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"\\u0000\"",
          "\"\\/\"",
          "\"\u007f\"",
          "\"\u2028\u2029\"",
          "\"\\ufeff\"",
          "\"\\uffff\"",
          "[]",
          "{}",
          "[[],{},[[]]]",
          "{\"\":{\"\":\"\"}}",
          "{\"a\":1,\"a\":2,\"a\":1}",
          "{\"__proto__\":{\"admin\":true}}",
          "true",
          "null");

  private MalformedJson() {}

  static List<HostileBody> all() {
    List<HostileBody> all = new ArrayList<>();
    for (String none : NO_VALUES) {
      all.add(HostileBody.of("no value alone", none, "400 not_json"));
      all.add(HostileBody.of("no value as a member", "{\"x\": " + none + "}", "400 not_json"));
      all.add(
          HostileBody.of("no value as an element", "{\"x\": [0, " + none + "]}", "400 not_json"));
      all.add(HostileBody.of("no value as a count", ORDER + none + "}", "400 not_json"));
    }
    for (String odd : ODD_VALUES) {
      String alone = odd.startsWith("{") ? TAKEN : "400 not_an_object";
      all.add(HostileBody.of("an odd value alone", odd, alone));
      all.add(HostileBody.of("an odd value as a member", "{\"x\": " + odd + "}", TAKEN));
      all.add(
          HostileBody.of("an odd value beside an order", ORDER + "1, \"x\": " + odd + "}", TAKEN));
      all.add(HostileBody.of("an odd value as a count", ORDER + odd + "}", "202 \\w+"));
      all.add(HostileBody.of("an order twice", ORDER + odd + "} {}", "400 not_json"));
    }
    all.addAll(encodings());
    all.addAll(sizes());
    return all;
  }

  private static List<HostileBody> encodings() {
    List<HostileBody> all = new ArrayList<>();
    String order = ORDER + "1, \"site_name\": \"Zürich\"}";
    for (Charset charset : List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"))) {
      // Without a character beyond ASCII they are well-formed UTF-8, full of NUL.
      all.add(refused("" + charset, (ORDER + "1}").getBytes(charset), "not_json"));
      all.add(
          refused(charset + " marked", ("\ufeff" + order).getBytes(charset), "not_utf8|not_json"));
    }
    all.add(refused("Latin-1", order.getBytes(ISO_8859_1), "not_utf8"));
    all.add(HostileBody.of("a byte order mark", "\ufeff" + order, TAKEN));
    all.add(HostileBody.of("two byte order marks", "\ufeff\ufeff" + order, "400 not_json"));
    all.add(HostileBody.of("a byte order mark at the end", order + "\ufeff", "400 not_json"));
    all.add(HostileBody.of("a byte order mark alone", "\ufeff", "400 not_json"));
    List<String> illFormed =
        List.of(
            "80", // goes on where nothing began
            "c0af", // a slash in two bytes
            "c080", // NUL in two bytes
            "e080af", // a slash in three
            "f08080af", // and in four
            "c3", // breaks off
            "e282",
            "f09f98",
            "eda080", // half of a surrogate pair
            "edb080",
            "eda0bdedb880", // both halves, each by itself
            "f4908080", // beyond U+10FFFF
            "f8888080af", // five bytes
            "fe",
            "ff");
    for (String hex : illFormed) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      all.add(refused("ill-formed alone " + hex, bytes, "not_utf8"));
      all.add(
          refused("ill-formed " + hex, joined(ORDER + "1, \"x\": \"", bytes, "\"}"), "not_utf8"));
      all.add(refused("ill-formed name " + hex, joined("{\"", bytes, "\": 1}"), "not_utf8"));
      all.add(refused("ill-formed end " + hex, joined(ORDER + "1}", bytes, ""), "not_utf8"));
    }
    return all;
  }

  private static List<HostileBody> sizes() {
    List<HostileBody> all = new ArrayList<>();
    for (String nothing : List.of("", " ", "\r\n\t ", "\0", "\0\0\0\0")) {
      all.add(HostileBody.of("nothing", nothing, "400 not_json"));
    }
    for (int depth : new int[] {33, 1_000, 20_000}) {
      all.add(HostileBody.of("arrays open " + depth, "[".repeat(depth), "400 nested_too_deep"));
      all.add(
          HostileBody.of(
              "arrays " + depth, "[".repeat(depth) + "]".repeat(depth), "400 nested_too_deep"));
      all.add(
          HostileBody.of(
              "objects open", "{\"\":".repeat(Math.min(depth, 16_000)), "400 nested_too_deep"));
      all.add(HostileBody.of("a deep count", ORDER + "[".repeat(depth), "400 nested_too_deep"));
    }
    all.add(HostileBody.of("arrays open 100,000", "[".repeat(100_000), TOO_LARGE));
    all.add(HostileBody.of("arrays 100,000", "[".repeat(100_000) + "]".repeat(100_000), TOO_LARGE));
    all.add(HostileBody.of("spaces", " ".repeat(65_536), "400 not_json"));
    all.add(HostileBody.of("spaces and more", " ".repeat(65_537), TOO_LARGE));
    all.add(HostileBody.of("NULs", "\0".repeat(65_536), "400 not_json"));
    all.add(
        HostileBody.of("a long text", ORDER + "1, \"x\": \"" + "x".repeat(65_000) + "\"}", TAKEN));
    all.add(
        HostileBody.of(
            "a longer text", ORDER + "1, \"x\": \"" + "x".repeat(70_000) + "\"}", TOO_LARGE));
    all.add(HostileBody.of("a long name", "{\"" + "n".repeat(60_000) + "\": 1}", "202 too_long"));
    all.add(HostileBody.of("a long number", ORDER + "9".repeat(60_000) + "}", "202 too_long"));
    all.add(
        HostileBody.of("a long fraction", ORDER + "1." + "0".repeat(60_000) + "}", "202 too_long"));
    all.add(
        HostileBody.of(
            "many members", "{" + "\"a\":1,".repeat(9_000) + "\"a\":1}", "202 too_many_fields"));
    all.add(HostileBody.of("many elements", "{\"a\":[" + "0,".repeat(30_000) + "0]}", TAKEN));
    all.add(HostileBody.of("many closings", "{}" + "}".repeat(60_000), "400 not_json"));
    all.add(HostileBody.of("a form", "account_id=4001&event_action=sms", "400 not_json"));
    all.add(
        HostileBody.of("XML", "<?xml version=\"1.0\"?><order account=\"4001\"/>", "400 not_json"));
    all.add(HostileBody.of("a request", "POST / HTTP/1.1\r\nHost: x\r\n\r\n{}", "400 not_json"));
    return all;
  }

  private static byte[] joined(String before, byte[] bytes, String after) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(before.getBytes(UTF_8));
    joined.writeBytes(bytes);
    joined.writeBytes(after.getBytes(UTF_8));
    return joined.toByteArray();
  }
}
