package io.entitlementledger.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.entitlementledger.account.AccountLedger;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Axon's serializer for events and snapshots: the JSON of {@link LedgerJson} under the names of
 * {@link StoredNames}. Tokens never pass through it.
 */
public final class LedgerSerializer extends Jackson3Serializer {
  /** A new serializer; it may be shared by all threads. */
  public LedgerSerializer() {
    super(builder().jsonMapperBuilderCustomizer(LedgerSerializer::configure));
  }

  private static void configure(JsonMapper.Builder mapper) {
    LedgerJson.configure(mapper);
    // Snapshots keep the aggregate's fields, which have no accessors.
    mapper.withConfigOverride(
        AccountLedger.class,
        override ->
            override.setVisibility(
                JsonAutoDetect.Value.construct(PropertyAccessor.FIELD, Visibility.ANY)));
  }

  @Override
  protected String resolveClassName(SerializedType type) {
    if (type.getName().equals(MetaData.class.getName())) {
      return type.getName();
    }
    Class<?> stored = StoredNames.classOf(type);
    return stored == null ? "not stored: " + type.getName() : stored.getName();
  }

  @Override
  @SuppressWarnings("rawtypes") // as Axon declares it
  public SerializedType typeForClass(@Nullable Class type) {
    if (type == null || type == void.class || type == Void.class) {
      return SimpleSerializedType.emptyType();
    }
    if (type == MetaData.class) {
      return new SimpleSerializedType(MetaData.class.getName(), null);
    }
    return StoredNames.typeOf(type);
  }
}
