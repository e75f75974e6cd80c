package io.entitlementledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPathTest {
  @ParameterizedTest
  @CsvSource({
    "/v1/webhooks/ipilot/s3cret, s3cret",
    "/v1/webhooks/ipilot/s3%63ret, s3cret",
    "/v1/%77ebhooks/ipilot/s3cret, s3cret",
    "/v1/webhooks/ipilot/a%40b%25, a@b%",
    "/v1/webhooks/ipilot/s3cret;v=1, s3cret;v=1",
    "/v1/webhooks/ipilot/%zz, %zz",
  })
  void theSecretIsTakenOut(String raw, String secret) {
    assertThat(WebhookPath.of(raw))
        .contains(new WebhookPath("/v1/webhooks/ipilot", Optional.of(new Secret(secret))));
  }

  @Test
  void anAddressWithoutASecretStays() {
    assertThat(WebhookPath.of("/v1/webhooks/ipilot"))
        .contains(new WebhookPath("/v1/webhooks/ipilot", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/webhooks/ipilot/s3cret/extra",
        "/v1/webhooks/ipilot/s3cret/",
        "/v1/webhooks/ipilot/",
        "/v1/webhooks/S3cret",
        "/v1/webhooks//s3cret",
        "/v1/webhooks",
        "//v1/webhooks/ipilot/s3cret",
        "/v2/webhooks/ipilot/s3cret",
        "/webhook/s3cret",
        "/V1/Webhooks/ipilot/s3cret",
        "/v1/webhooks;x/ipilot/s3cret",
        "/v1/%2577ebhooks/ipilot/s3cret",
        "/a/../v1/webhooks/ipilot/s3cret",
      })
  void whateverElseMightHoldOneIsHidden(String raw) {
    assertThat(WebhookPath.of(raw)).contains(new WebhookPath("/v1/webhooks/-/-", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "*", "/v1/accounts", "/v1/accounts/ipilot.customer.1/audit"})
  void otherAddressesAreLeftAlone(String raw) {
    assertThat(WebhookPath.of(raw)).isEmpty();
  }
}
