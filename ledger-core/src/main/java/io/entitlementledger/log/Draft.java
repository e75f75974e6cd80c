package io.entitlementledger.log;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit before it has a place in the log: all that follows from its events alone.
 *
 * @param content the events in order, at least one
 * @param spans the parts of streams they make up
 * @param body the canonical bytes
 * @param leaf the hash of the body
 * @param latest the latest timestamp of the events
 * @param submission what brought them here; null outside a command
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Draft(
    Body content,
    List<StreamSpan> spans,
    byte[] body,
    byte[] leaf,
    Instant latest,
    @Nullable Submission submission) {

  /**
   * @throws StreamConflictException if the events contradict each other
   * @throws CommitTooLargeException if they are too many or too large for one document
   */
  static Draft of(List<LoggedEvent> events, @Nullable Submission submission, LogSettings settings) {
    if (events.size() > settings.commitEvents()) {
      throw new CommitTooLargeException(
          "%,d events in one commit; at most %,d are taken"
              .formatted(events.size(), settings.commitEvents()));
    }
    List<StreamSpan> spans = StreamSpan.of(events);
    byte[] raw = submission == null ? null : submission.raw();
    byte[] salt = submission == null ? null : submission.salt();
    String digest = raw == null || salt == null ? null : Hashes.hex(Hashes.sha256(salt, raw));
    Body content = new Body(List.copyOf(events), digest);
    byte[] body = content.encode();
    Instant latest =
        events.stream().map(LoggedEvent::timestamp).max(Comparator.naturalOrder()).orElseThrow();
    Draft draft = new Draft(content, spans, body, Hashes.leaf(body), latest, submission);
    if (draft.bytes() > settings.commitBytes()) {
      throw new CommitTooLargeException(
          "%,d bytes in one commit; at most %,d are taken"
              .formatted(draft.bytes(), settings.commitBytes()));
    }
    return draft;
  }

  /** The bytes that count against the bounds: body and raw delivery. */
  long bytes() {
    byte[] raw = submission == null ? null : submission.raw();
    return body.length + (raw == null ? 0L : raw.length);
  }
}
