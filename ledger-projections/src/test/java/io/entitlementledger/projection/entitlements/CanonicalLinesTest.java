package io.entitlementledger.projection.entitlements;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.minute;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a content hash covers is a promise: whoever kept a hash has to find it again. */
class CanonicalLinesTest {
  private static final List<EntitlementLine> LINES =
      List.of(
          new EntitlementLine(
              "routed_number",
              "unspecified",
              "none",
              null,
              null,
              0,
              false,
              List.of("gauge"),
              minute(10),
              "evt_1"),
          new EntitlementLine(
              "sms",
              "msteam",
              "A \"é\"",
              "R-1",
              "P-1",
              -3,
              true,
              List.of("shortfall"),
              minute(11).plusMillis(120),
              "evt_2"));

  @Test
  void theCanonicalFormIsTheJsonOfTheApiSortedAndWithoutWhitespace() {
    assertThat(CanonicalLines.json(ACCOUNT, LINES))
        .isEqualTo(
            """
            {"account":"ipilot.customer.2779","lines":[\
            {"billable":false,"flags":["gauge"],"last_event":"evt_1","module":"unspecified",\
            "product":"routed_number","quantity":0,"since":"2026-03-01T12:10:00.000Z",\
            "system_sku":"none"},\
            {"billable":true,"flags":["shortfall"],"last_event":"evt_2","module":"msteam",\
            "platform_sku":"P-1","product":"sms","quantity":-3,"reseller_sku":"R-1",\
            "since":"2026-03-01T12:11:00.120Z","system_sku":"A \\"é\\""}]}\
            """);
  }

  @Test
  void theHashIsTheSha256OfItsUtf8() {
    assertThat(CanonicalLines.hash(ACCOUNT, LINES))
        .isEqualTo("f92a1499c7a3b44e582d8dc662b88b523833e60f9d31cd8c90497375152f700a");
  }
}
