package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a stream that one commit holds.
 *
 * @param stream the stream's name
 * @param first the sequence of its first event here
 * @param count how many of its events are here
 */
record StreamSpan(String stream, long first, int count) {
  long next() {
    return first + count;
  }

  /**
   * The spans of a commit's events, in the order in which the streams appear.
   *
   * @throws StreamConflictException if an id or a sequence is repeated, or a sequence left out
   */
  static List<StreamSpan> of(List<LoggedEvent> events) {
    List<StreamSpan> spans = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      LoggedEvent event = events.get(i);
      if (!ids.add(event.id())) {
        throw new StreamConflictException(i, "the event id " + event.id() + " is repeated");
      }
      Integer place = places.putIfAbsent(event.stream(), spans.size());
      if (place == null) {
        spans.add(new StreamSpan(event.stream(), event.sequence(), 1));
        continue;
      }
      StreamSpan span = spans.get(place);
      if (event.sequence() != span.next()) {
        throw new StreamConflictException(
            i,
            "sequence %d of %s does not follow %d"
                .formatted(event.sequence(), event.stream(), span.next() - 1));
      }
      spans.set(place, new StreamSpan(span.stream(), span.first(), span.count() + 1));
    }
    return List.copyOf(spans);
  }
}
