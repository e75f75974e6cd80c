package io.entitlementledger.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entitlementledger.log.BodyTime;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LedgerJsonTest {
  record Everything(
      AccountId accountId,
      Product product,
      Module module,
      Source source,
      Quantity quantity,
      AccountStatus status,
      Instant recordedAt,
      @Nullable String reason,
      List<String> flags) {}

  private final JsonMapper mapper = mapper();

  @Test
  void valuesArePlain() {
    Everything everything =
        new Everything(
            AccountId.parse("ipilot.customer.2779"),
            new Product("call_path"),
            Module.UNSPECIFIED,
            new Source("ipilot"),
            new Quantity(-2),
            AccountStatus.PROVISIONAL,
            Instant.ofEpochSecond(0),
            null,
            List.of());

    String json = mapper.writeValueAsString(everything);

    assertThat(json)
        .isEqualTo(
            """
            {"account_id":"ipilot.customer.2779","product":"call_path","module":"unspecified",\
            "source":"ipilot","quantity":-2,"status":"provisional",\
            "recorded_at":"1970-01-01T00:00:00.000Z","flags":[]}\
            """);
    assertThat(mapper.readValue(json, Everything.class)).isEqualTo(everything);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T00:00:00Z, 2026-03-01T00:00:00.000Z",
    "2026-03-01T00:00:00.5Z, 2026-03-01T00:00:00.500Z",
    "2026-03-01T00:00:00.123999999Z, 2026-03-01T00:00:00.123Z",
    "2026-03-01T01:30:00+01:30, 2026-03-01T00:00:00.000Z",
    "2026-03-01t00:00:00z, 2026-03-01T00:00:00.000Z",
  })
  void timesAreReadWithAnyOffsetAndWrittenInOneForm(String read, String written) {
    assertThat(Instants.format(Instants.parse(read))).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-03-01",
        "1700000000",
        "2026-03-01T00:00:00",
        "now",
        "2026-02-30T00:00:00Z",
        "+12026-03-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "1969-12-31T23:59:59.000Z",
        "2026-02-30T00:00:00.000Z",
        "2026-03-01T24:00:00.000Z",
        "2026-+3-01T00:00:00.000Z",
        "2026-03-01T00:00:00.0a0Z"
      })
  void whatIsNoTimeIsExplained(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instants.parse(text))
        .withMessageStartingWith("Write a time as RFC 3339");
  }

  @Test
  void whatIsWrittenIsReadBackToTheMillisecond() {
    long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
    new SplittableRandom(1)
        .longs(10_000, 0, last + 1)
        .mapToObj(Instant::ofEpochMilli)
        .forEach(time -> assertThat(BodyTime.parse(Instants.format(time))).isEqualTo(time));
  }

  private static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder();
    LedgerJson.configure(builder);
    return builder.build();
  }
}
