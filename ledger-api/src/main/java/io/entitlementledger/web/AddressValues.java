package io.entitlementledger.web;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controllers take the ledger's values from a path or a query. */
@Configuration(proxyBeanMethods = false)
class AddressValues implements WebMvcConfigurer {
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, Instant.class, reader("invalid_time", Instants::parse));
    registry.addConverter(
        String.class, AccountId.class, reader("invalid_account", AccountId::parse));
    registry.addConverter(String.class, Source.class, reader("invalid_source", Source::new));
    registry.addConverter(String.class, Product.class, reader("invalid_product", Product::new));
    registry.addConverter(String.class, Module.class, reader("invalid_module", Module::new));
  }

  /** The values' own messages are written for people, so they are the detail. */
  private static <T> Converter<String, T> reader(String code, Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new LedgerProblem(HttpStatus.BAD_REQUEST, code, String.valueOf(e.getMessage()));
      }
    };
  }
}
