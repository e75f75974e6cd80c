package io.entitlementledger.codec;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one way the ledger writes JSON, in the log and over HTTP: snake_case, absent members left
 * out, enumerations in lower case, values as the plain strings and numbers they stand for.
 */
public final class LedgerJson {
  private LedgerJson() {}

  /** Makes a mapper write and read the ledger's JSON. */
  public static void configure(JsonMapper.Builder mapper) {
    mapper
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(
            inclusion ->
                inclusion
                    .withValueInclusion(Include.NON_NULL)
                    .withContentInclusion(Include.NON_NULL))
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY) // as the record declares them
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // what is not known is told
        .addModule(values());
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule("ledger-values");
    asText(module, Instant.class, Instants::format, Instants::parse);
    asText(module, AccountId.class, AccountId::toString, AccountId::parse);
    asText(module, Product.class, Product::code, Product::new);
    asText(module, Module.class, Module::code, Module::new);
    asText(module, Source.class, Source::name, Source::new);
    module.addKeyDeserializer(
        LineKey.class,
        new KeyDeserializer() {
          @Override
          public LineKey deserializeKey(String key, DeserializationContext context) {
            return LineKey.parse(key);
          }
        });
    module.addSerializer(
        new StdSerializer<Quantity>(Quantity.class) {
          @Override
          public void serialize(Quantity value, JsonGenerator out, SerializationContext context) {
            out.writeNumber(value.units());
          }
        });
    module.addDeserializer(
        Quantity.class,
        new StdDeserializer<Quantity>(Quantity.class) {
          @Override
          public Quantity deserialize(JsonParser in, DeserializationContext context) {
            if (!in.currentToken().isNumeric() || !in.isExpectedNumberIntToken()) {
              return (Quantity) context.handleUnexpectedToken(Quantity.class, in);
            }
            try {
              return new Quantity(in.getLongValue());
            } catch (ArithmeticException e) {
              throw context.weirdNumberException(in.getLongValue(), Quantity.class, "out of range");
            }
          }
        });
    return module;
  }

  private static <T> void asText(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
          }
        });
    module.addKeySerializer(
        type,
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeName(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context)
              throws JacksonException {
            String text = in.getValueAsString();
            if (text == null || !in.currentToken().isScalarValue()) {
              return type.cast(context.handleUnexpectedToken(type, in));
            }
            try {
              return read.apply(text);
            } catch (IllegalArgumentException e) {
              throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
            }
          }
        });
  }
}
