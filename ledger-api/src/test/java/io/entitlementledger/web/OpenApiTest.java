package io.entitlementledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.cli.RunningLedger;
import io.entitlementledger.security.Role;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
  @Test
  void theApiIsDescribedAsItIs() throws IOException, InterruptedException {
    JsonNode api =
        new JsonMapper()
            .readTree(RunningLedger.shared().get("/v1/openapi.json", Role.AUDITOR).body());

    assertThat(api.at("/openapi").stringValue()).startsWith("3.1");
    assertThat(api.at("/info/title").stringValue()).isEqualTo("Entitlement Ledger");
    assertThat(api.at("/components/securitySchemes/key/scheme").stringValue()).isEqualTo("bearer");
    assertThat(api.at("/components/schemas/Problem/properties").propertyNames())
        .contains("type", "title", "status", "detail", "code", "instance");
    JsonNode change = api.at("/components/schemas/FaultyRoutesChange/properties");
    assertThat(change.at("/effective_at/format").stringValue()).isEqualTo("date-time");
    assertThat(change.at("/account/type").stringValue()).isEqualTo("string");
    assertThat(change.at("/quantity/type").stringValue()).isEqualTo("integer");
    JsonNode operation = api.at("/paths/~1faults~1parameters~1{account}/get");
    assertThat(operation.at("/parameters").findValuesAsString("name"))
        .containsExactly("account", "as_of", "limit");
    assertThat(
            operation
                .at("/responses/default/content/application~1problem+json/schema/$ref")
                .stringValue())
        .isEqualTo("#/components/schemas/Problem");
  }
}
