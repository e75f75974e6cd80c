package io.entitlementledger.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DeliveryHeld;
import io.entitlementledger.event.LedgerEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stored form of every event is approved in {@code events/{name}-{revision}.json}. A file there
 * is for ever: a changed shape gets a new revision and a new file, and the old one stays readable.
 */
class StoredEventsTest {
  private final LedgerSerializer serializer = new LedgerSerializer();

  static Stream<LedgerEvent> events() {
    return EventExamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsWrittenAsApproved(LedgerEvent event) throws IOException {
    SerializedObject<JsonNode> written = serializer.serialize(event, JsonNode.class);

    assertThat(written.getData().toPrettyString()).isEqualTo(approved(written.getType()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anApprovedEventIsReadBack(LedgerEvent event) throws IOException {
    SerializedType type = serializer.typeForClass(event.getClass());
    JsonNode json = JsonMapper.shared().readTree(approved(type));

    Object read = serializer.deserialize(new SimpleSerializedObject<>(json, JsonNode.class, type));

    assertThat(read).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("firstRevisions")
  void anEventOfAnEarlierRevisionIsReadWithoutWhatCameLater(String name, LedgerEvent event)
      throws IOException {
    SerializedType type = new SimpleSerializedType(name, "1");
    JsonNode json = JsonMapper.shared().readTree(approved(type));

    Object read = serializer.deserialize(new SimpleSerializedObject<>(json, JsonNode.class, type));

    assertThat(read).isEqualTo(event);
  }

  static Stream<Arguments> firstRevisions() {
    return EventExamples.all().stream()
        .map(
            event ->
                switch (event) {
                  case DeliveryDuplicated it ->
                      new DeliveryDuplicated(it.account(), it.why(), it.original(), it.cause());
                  case DeliveryHeld it ->
                      new DeliveryHeld(
                          it.account(), it.why(), it.original(), it.request(), it.cause());
                  default -> event;
                })
        .map(event -> Arguments.of(StoredNames.nameOf(event.getClass()), event));
  }

  @Test
  void everyStoredNameHasAnExample() {
    List<String> examples =
        EventExamples.all().stream().map(event -> StoredNames.nameOf(event.getClass())).toList();

    assertThat(examples)
        .containsExactlyInAnyOrderElementsOf(
            StoredNames.classes().keySet().stream()
                .filter(name -> !name.equals("AccountLedger"))
                .toList());
  }

  @Test
  void aNameThatIsNotStoredNeverChoosesAClass() {
    SerializedObject<String> foreign =
        new SimpleSerializedObject<>("{}", String.class, "java.lang.Object", null);

    assertThat(serializer.<String, Object>deserialize(foreign))
        .isInstanceOf(UnknownSerializedType.class);
  }

  @ParameterizedTest
  @CsvSource({"AccountClosed, 2", "DeliveryHeld, 3", "DeliveryHeld, 0", "DeliveryHeld,"})
  void aRevisionThatThisProgramDoesNotKnowIsNotReadAsOneThatItDoes(
      String name, @Nullable String revision) {
    SerializedObject<String> strange =
        new SimpleSerializedObject<>("{}", String.class, name, revision);

    assertThat(serializer.<String, Object>deserialize(strange))
        .isInstanceOf(UnknownSerializedType.class);
  }

  @Test
  void aMemberThatIsNotKnownIsAnErrorAndNotLostInSilence() {
    SerializedObject<String> strange =
        new SimpleSerializedObject<>("{\"colour\":1}", String.class, "AccountClosed", "1");

    assertThatThrownBy(() -> serializer.deserialize(strange))
        .isInstanceOf(SerializationException.class);
  }

  private static String approved(SerializedType type) throws IOException {
    String name = "/events/" + type.getName() + "-" + type.getRevision() + ".json";
    try (InputStream file =
        Objects.requireNonNull(StoredEventsTest.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), UTF_8).strip();
    }
  }
}
