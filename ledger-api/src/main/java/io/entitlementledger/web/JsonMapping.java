package io.entitlementledger.web;

import io.entitlementledger.codec.LedgerJson;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP is the ledger's own. */
@Configuration(proxyBeanMethods = false)
class JsonMapping {
  @Bean
  JsonMapperBuilderCustomizer ledgerJson() {
    return LedgerJson::configure;
  }

  /** In place of Boot's own. */
  @Bean
  WholeJson wholeJson(JsonMapper mapper) {
    return new WholeJson(mapper);
  }
}
