package io.entitlementledger.web;

import io.entitlementledger.codec.LedgerJson;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
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

  /** In the place of Boot's own, behind what reads and writes plain bytes. */
  @Bean
  ServerHttpMessageConvertersCustomizer wholeJson(JsonMapper mapper) {
    return converters -> converters.withJsonConverter(new WholeJson(mapper));
  }
}
