package io.entitlementledger.web;

import static io.entitlementledger.projection.audit.Audit.Order.ASC;
import static io.entitlementledger.projection.audit.Audit.Order.DESC;
import static io.entitlementledger.value.AccountStatus.ACTIVE;
import static io.entitlementledger.value.AccountStatus.CLOSED;
import static io.entitlementledger.value.AccountStatus.PROVISIONAL;

import io.entitlementledger.codec.Instants;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.AccountType;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    registry.addConverter(String.class, AccountId.class, AddressValues::account);
    registry.addConverter(String.class, Source.class, reader("invalid_source", Source::new));
    registry.addConverter(String.class, Product.class, reader("invalid_product", Product::new));
    registry.addConverter(String.class, Module.class, reader("invalid_module", Module::new));
    registry.addConverter(String.class, AccountType.class, reader("invalid_type", AccountType::of));
    registry.addConverter(
        String.class,
        AccountStatus.class,
        reader("invalid_status", oneOf(List.of(PROVISIONAL, ACTIVE, CLOSED))));
    registry.addConverter(
        String.class, Audit.Order.class, reader("invalid_order", oneOf(List.of(ASC, DESC))));
  }

  /**
   * An account of an address.
   *
   * @throws LedgerProblem {@code invalid_account} if it is written in another form
   */
  static AccountId account(String text) {
    return Objects.requireNonNull(reader("invalid_account", AccountId::parse).convert(text));
  }

  private static <E extends Enum<E>> Function<String, E> oneOf(List<E> choices) {
    return text -> {
      for (E choice : choices) {
        if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
          return choice;
        }
      }
      throw new IllegalArgumentException(
          "'%s' is none of %s".formatted(text, choices.toString().toLowerCase(Locale.ROOT)));
    };
  }

  /** The values' own messages are written for people, so they are the detail. */
  private static <T> Converter<String, T> reader(String code, Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        String sentence = String.valueOf(e.getMessage());
        throw new LedgerProblem(
            HttpStatus.BAD_REQUEST, code, sentence.endsWith(".") ? sentence : sentence + ".");
      }
    };
  }
}
