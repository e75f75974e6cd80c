package io.entitlementledger.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
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
  /**
   * Writes RFC 8785: members by UTF-16 code units, no white space, the shortest escapes, hex in
   * lower case. It needs nothing more, because the only numbers let in are exact whole ones.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  private static final long EXACT = 1L << 53;

  byte[] encode() {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode list = body.putArray("events");
    for (LoggedEvent event : events) {
      list.add(encode(event));
    }
    if (raw != null) {
      body.put("raw", raw);
    }
    requireStorable(body);
    return JSON.writeValueAsBytes(body);
  }

  private static ObjectNode encode(LoggedEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", event.id());
    node.put("name", event.name());
    node.put("revision", event.revision());
    node.put("timestamp", BodyTime.format(event.timestamp()));
    node.put("stream", event.stream());
    node.put("sequence", event.sequence());
    node.set("payload", event.payload());
    node.set("metadata", event.metadata());
    return node;
  }

  /**
   * Canonical JSON has only doubles, and UTF-8 no half of a surrogate pair: any other number or
   * text would come back changed, so none is let in.
   */
  private static void requireStorable(JsonNode node) {
    if (node.isNumber()
        && !(node.isIntegralNumber()
            && node.canConvertToLong()
            && Math.abs(node.longValue()) <= EXACT)) {
      throw new EventStoreException(
          "Numbers in events are whole and within 2^53 of zero; this is not: " + node);
    }
    if (node.isString()) {
      requireUnicode(node.stringValue());
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      requireUnicode(member.getKey());
    }
    for (JsonNode child : node) {
      requireStorable(child);
    }
  }

  private static void requireUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          throw new EventStoreException(
              "Text in events is Unicode; this has half a surrogate pair at " + i);
        }
        i++;
      }
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
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("not a body of events: " + e.getMessage(), e);
    }
  }

  private static LoggedEvent parse(JsonNode event) {
    return new LoggedEvent(
        event.required("id").stringValue(),
        event.required("name").stringValue(),
        text(event.get("revision")),
        time(event.required("timestamp").stringValue()),
        event.required("stream").stringValue(),
        event.required("sequence").longValue(),
        event.required("payload"),
        event.required("metadata"));
  }

  /** Any instant: what is not as bodies are written is for the verifier to find. */
  private static Instant time(String text) {
    Instant written = BodyTime.parse(text);
    return written == null ? Instant.parse(text) : written;
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return Optional.ofNullable(node)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .orElse(null);
  }
}
