package io.entitlementledger.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
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
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * The one way the ledger writes JSON: snake_case, absent members left out, enums in lower case,
 * instants as RFC 3339 in UTC with three digits of a second, identities as plain strings.
 */
public final class LedgerJson {
  private static final DateTimeFormatter RFC_3339_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private LedgerJson() {}

  /** Makes a mapper write and read the ledger's JSON. */
  public static void configure(JsonMapper.Builder mapper) {
    mapper
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultPropertyInclusion(
            absent -> absent.withValueInclusion(JsonInclude.Include.NON_NULL))
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addModule(values());
  }

  /** An instant as the ledger writes it, for example {@code 2026-01-31T09:05:00.000Z}. */
  public static String rfc3339(Instant instant) {
    return RFC_3339_MILLIS.format(instant);
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule("ledger");
    text(module, AccountId.class, AccountId::parse);
    text(module, Source.class, Source::new);
    text(module, Product.class, Product::new);
    text(module, Module.class, Module::new);
    module.addSerializer(new InstantWriter());
    module.addSerializer(new QuantityWriter());
    module.addDeserializer(Quantity.class, new QuantityReader());
    module.addKeyDeserializer(LineKey.class, new LineKeyReader());
    return module;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> read) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new TextReader<>(type, read));
  }

  private static final class TextReader<T> extends StdDeserializer<T> {
    private final transient Function<String, T> read;

    TextReader(Class<T> type, Function<String, T> read) {
      super(type);
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      return read.apply(parser.getString());
    }
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializationContext context) {
      json.writeString(rfc3339(instant));
    }
  }

  private static final class QuantityWriter extends StdSerializer<Quantity> {
    QuantityWriter() {
      super(Quantity.class);
    }

    @Override
    public void serialize(Quantity quantity, JsonGenerator json, SerializationContext context) {
      json.writeNumber(quantity.units());
    }
  }

  private static final class QuantityReader extends StdDeserializer<Quantity> {
    QuantityReader() {
      super(Quantity.class);
    }

    @Override
    public Quantity deserialize(JsonParser parser, DeserializationContext context) {
      return new Quantity(parser.getLongValue());
    }
  }

  private static final class LineKeyReader extends KeyDeserializer {
    @Override
    public LineKey deserializeKey(String key, DeserializationContext context) {
      return LineKey.parse(key);
    }
  }
}
