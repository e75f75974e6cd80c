package io.entitlementledger.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Another form of a body: other bytes that a reader of JSON takes for the same, or nearly so.
 *
 * @param name what is done to the canonical one
 * @param change does it; a body that has no such form stays as it is
 */
record BodyForm(String name, UnaryOperator<String> change) {
  private static final List<BodyForm> ALL =
      List.of(
          new BodyForm("space", body -> body.replaceFirst(":", ": ")),
          new BodyForm("trailing line", body -> body + "\n"),
          new BodyForm("second value", body -> body + "{}"),
          new BodyForm(
              "escaped letter", body -> body.replaceFirst("\"name\":\"L", "\"name\":\"\\\\u004c")),
          new BodyForm(
              "unknown member", body -> body.replaceFirst("\\{\"events\"", "{\"a\":1,\"events\"")),
          new BodyForm(
              "unknown member of an event",
              body -> body.replaceFirst("\\{\"id\"", "{\"a\":1,\"id\"")),
          new BodyForm(
              "key twice", body -> body.replaceFirst("\"name\":", "\"name\":\"Other\",\"name\":")),
          new BodyForm(
              "key twice in payload",
              body -> body.replaceFirst("\"quantity\":", "\"quantity\":7,\"quantity\":")),
          new BodyForm(
              "other order",
              body -> body.replaceFirst("(\"id\":\"[^\"]*\"),(\"metadata\":\\{\\})", "$2,$1")),
          new BodyForm("fraction", body -> body.replaceFirst("(\"quantity\":[0-9]+)", "$1.0")),
          new BodyForm("exponent", body -> body.replaceFirst("(\"quantity\":[0-9]+)", "$1e0")),
          new BodyForm(
              "sequence as fraction", body -> body.replaceFirst("(\"sequence\":[0-9]+)", "$1.0")),
          new BodyForm(
              "more digits of time", body -> body.replaceFirst("(\\.[0-9]{3})Z", "$1000Z")),
          new BodyForm("offset of time", body -> body.replaceFirst("(\\.[0-9]{3})Z", "$1+00:00")),
          new BodyForm("no revision", body -> body.replaceFirst("\"revision\":\"1\",", "")),
          new BodyForm(
              "revision as number",
              body -> body.replaceFirst("\"revision\":\"1\"", "\"revision\":1")),
          new BodyForm("raw as null", body -> body.replaceFirst("\\]\\}$", "],\"raw\":null}")),
          new BodyForm(
              "events as object",
              body ->
                  body.replaceFirst("\\[", "{\"0\":").replaceFirst("](,\"raw\"[^}]*)?}$", "}$1}")),
          new BodyForm("byte order mark", body -> "\ufeff" + body));

  /** A form that is another one for a body. */
  static BodyForm any(byte[] body, Random random) {
    BodyForm form = ALL.get(random.nextInt(ALL.size()));
    return new String(form.of(body), UTF_8).equals(new String(body, UTF_8))
        ? any(body, random)
        : form;
  }

  byte[] of(byte[] body) {
    return change.apply(new String(body, UTF_8)).getBytes(UTF_8);
  }
}
