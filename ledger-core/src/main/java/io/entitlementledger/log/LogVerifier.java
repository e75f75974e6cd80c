package io.entitlementledger.log;

import com.mongodb.client.model.Sorts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a whole log from its bodies in one pass: every leaf, chain and stream hash, {@code
 * _id}, {@code n}, {@code s}, {@code t} and {@code hw}, and the raw deliveries that are still
 * there. What is stored must be, byte for byte, what would be written of it. Memory grows with the
 * number of streams, by about 200 bytes each.
 */
public final class LogVerifier {
  private static final DocumentCodec CODEC = new DocumentCodec();

  private final EventLog log;

  /** Verifies this log. */
  public LogVerifier(EventLog log) {
    this.log = log;
  }

  /**
   * What a pass found.
   *
   * @param commits the commits that are good, from the first on
   * @param head where those end
   * @param flaw the first that is not good; empty if all are. It is where the good ones end, unless
   *     only a head that was recorded elsewhere shows it
   */
  public record Verdict(long commits, Head head, Optional<LogBrokenException> flaw) {
    /** Whether the whole log is as it was written. */
    public boolean good() {
      return flaw.isEmpty();
    }
  }

  /** Verifies all there is. A tail that was cut off can only be seen with {@link #verify(Head)}. */
  public Verdict verify() {
    return verify(null);
  }

  /**
   * Verifies all there is, and that it still holds what ended with a head that was recorded
   * elsewhere. Of that its position and chain count; its high water follows from what they prove.
   */
  public Verdict verify(@Nullable Head recorded) {
    var all =
        log.collection()
            .withDocumentClass(RawBsonDocument.class)
            .find()
            .sort(Sorts.ascending(CommitDocument.ID))
            .batchSize(256);
    try (var cursor = all.cursor()) {
      return verify(cursor, recorded);
    }
  }

  /** Verifies the documents of a log in the order of their {@code _id}. */
  static Verdict verify(Iterator<RawBsonDocument> documents, @Nullable Head recorded) {
    Map<String, StreamState> streams = new HashMap<>();
    Head end = Head.EMPTY;
    long commits = 0;
    boolean met = recorded == null || isAt(end, recorded);
    try {
      while (documents.hasNext()) {
        Commit commit = check(documents.next(), end, streams);
        commit.spans().forEach(span -> streams.put(span.stream(), commit.stateOf(span.stream())));
        end = commit.head();
        commits++;
        met = met || recorded == null || isAt(end, recorded);
      }
      if (!met && recorded != null) {
        throw new LogBrokenException(
            Math.min(end.nextPosition(), recorded.nextPosition()),
            "the log ends at %s and never was at %s, as recorded".formatted(end, recorded));
      }
      return new Verdict(commits, end, Optional.empty());
    } catch (LogBrokenException flaw) {
      return new Verdict(commits, end, Optional.of(flaw));
    }
  }

  private static boolean isAt(Head end, Head recorded) {
    return end.nextPosition() == recorded.nextPosition()
        && Arrays.equals(end.chain(), recorded.chain());
  }

  private static Commit check(RawBsonDocument raw, Head end, Map<String, StreamState> streams) {
    Document document = decode(raw, end.nextPosition());
    Object id = document.get(CommitDocument.ID);
    if (!Objects.equals(id, end.nextPosition())) { // first, so that what is missing is named
      throw new LogBrokenException(
          end.nextPosition(), "no commit begins here; the next one has the _id " + id);
    }
    Commit commit = CommitDocument.read(document);
    commit.requireFollows(end);
    for (StreamSpan span : commit.spans()) {
      commit.requireContinues(span.stream(), streams.getOrDefault(span.stream(), StreamState.NEW));
    }
    requireCanonical(commit);
    requireAsWritten(commit, document, raw);
    return commit;
  }

  private static Document decode(RawBsonDocument raw, long position) {
    try {
      return raw.decode(CODEC);
    } catch (RuntimeException e) { // the decoder has no one exception for what is no BSON
      throw new LogBrokenException(position, "what is stored is no document: " + e.getMessage());
    }
  }

  /** Other bytes may mean the same to a reader of JSON; only one form of them is a body. */
  private static void requireCanonical(Commit commit) {
    byte[] canonical;
    try {
      canonical = commit.content().encode();
    } catch (EventStoreException e) {
      throw new LogBrokenException(
          commit.position(), "the body is not canonical: " + e.getMessage());
    }
    if (!Arrays.equals(commit.bodyBytes(), canonical)) {
      throw new LogBrokenException(commit.position(), "the body is not canonical");
    }
  }

  /** Finds what no reader looks at: another field, another type or order of one, one twice. */
  private static void requireAsWritten(Commit commit, Document document, RawBsonDocument raw) {
    Document written = CommitDocument.write(commit);
    // Two raw documents would be equal in any order of their fields.
    if (new RawBsonDocument(written, CODEC)
        .getByteBuffer()
        .asNIO()
        .equals(raw.getByteBuffer().asNIO())) {
      return;
    }
    Set<String> fields = new LinkedHashSet<>(document.keySet());
    fields.addAll(written.keySet());
    fields.removeIf(field -> Objects.equals(document.get(field), written.get(field)));
    throw new LogBrokenException(
        commit.position(),
        fields.isEmpty()
            ? "its fields are not as they were written"
            : "not as it was written: " + String.join(", ", fields));
  }
}
