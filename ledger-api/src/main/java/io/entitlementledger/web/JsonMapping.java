package io.entitlementledger.web;

import io.entitlementledger.codec.LedgerJson;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** JSON over HTTP is the ledger's own. */
@Configuration(proxyBeanMethods = false)
class JsonMapping {
  @Bean
  JsonMapperBuilderCustomizer ledgerJson() {
    return LedgerJson::configure;
  }
}
