package io.entitlementledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record itself: a commit's events as RFC 8785 canonical JSON. What is hashed, stored and given
 * to an auditor are these bytes; everything else about a commit follows from them.
 *
 * @param events the events in order
 * @param raw hex SHA-256 of salt and raw delivery; null unless a delivery caused the commit
 */
record Body(List<LoggedEvent> events, @Nullable String raw) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long EXACT = 1L << 53;
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  byte[] encode() {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode list = body.putArray("events");
    for (LoggedEvent event : events) {
      list.add(encode(event));
    }
    if (raw != null) {
      body.put("raw", raw);
    }
    try {
      String canonical = new JsonCanonicalizer(JSON.writeValueAsString(body)).getEncodedString();
      // An encoder that replaces would store something else than it was given.
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(canonical));
      byte[] result = new byte[bytes.remaining()];
      bytes.get(result);
      return result;
    } catch (IOException e) {
      throw new EventStoreException("The events cannot be written as canonical JSON", e);
    }
  }

  private static ObjectNode encode(LoggedEvent event) {
    requireExact(event.payload());
    requireExact(event.metadata());
    ObjectNode node = JSON.createObjectNode();
    node.put("id", event.id());
    node.put("name", event.name());
    node.put("revision", event.revision());
    node.put("timestamp", MILLIS.format(event.timestamp()));
    node.put("stream", event.stream());
    node.put("sequence", event.sequence());
    node.set("payload", event.payload());
    node.set("metadata", event.metadata());
    return node;
  }

  /**
   * Canonical JSON has only doubles: any other number would come back changed, so none is let in.
   */
  private static void requireExact(JsonNode node) {
    if (node.isNumber()
        && !(node.isIntegralNumber()
            && node.canConvertToLong()
            && Math.abs(node.longValue()) <= EXACT)) {
      throw new EventStoreException(
          "Numbers in events are whole and within 2^53 of zero; this is not: " + node);
    }
    for (JsonNode child : node) {
      requireExact(child);
    }
  }

  /**
   * Reads a body back.
   *
   * @throws IllegalArgumentException if the bytes are not a body
   */
  static Body parse(byte[] bytes) {
    try {
      JsonNode body = JSON.readTree(bytes);
      List<LoggedEvent> events = new ArrayList<>();
      for (JsonNode event : body.required("events")) {
        events.add(parse(event));
      }
      return new Body(List.copyOf(events), text(body.get("raw")));
    } catch (JacksonException | java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException("not a body of events: " + e.getMessage(), e);
    }
  }

  private static LoggedEvent parse(JsonNode event) {
    return new LoggedEvent(
        event.required("id").stringValue(),
        event.required("name").stringValue(),
        text(event.get("revision")),
        Instant.parse(event.required("timestamp").stringValue()),
        event.required("stream").stringValue(),
        event.required("sequence").longValue(),
        event.required("payload"),
        event.required("metadata"));
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return Optional.ofNullable(node)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .orElse(null);
  }
}
