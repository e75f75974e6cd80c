package io.entitlementledger.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Events to store, as the log and as Axon know them. */
final class Events {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Events() {}

  static LoggedEvent event(String stream, long sequence) {
    return new LoggedEvent(
        IdentifierFactory.getInstance().generateIdentifier(),
        "LineIncreased",
        "1",
        TIME,
        stream,
        sequence,
        JSON.valueToTree(Map.of("quantity", sequence, "line", "call_path")),
        JSON.createObjectNode());
  }

  static List<LoggedEvent> events(String stream, long first, int count) {
    List<LoggedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(stream, first + i));
    }
    return events;
  }

  static Draft draft(List<LoggedEvent> events) {
    return draft(events, null);
  }

  static Draft draft(List<LoggedEvent> events, @Nullable Submission submission) {
    return Draft.of(events, submission, LogSettings.defaults());
  }

  static DomainEventMessage<String> message(String stream, long sequence) {
    return new GenericDomainEventMessage<>("Account", stream, sequence, "payload " + sequence);
  }

  static List<DomainEventMessage<String>> messages(String stream, long first, int count) {
    List<DomainEventMessage<String>> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(stream, first + i));
    }
    return messages;
  }
}
