package io.entitlementledger.log;

import com.mongodb.client.model.Sorts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes a whole log from its bodies in one pass: every leaf, chain and stream hash, {@code
 * _id}, {@code n}, {@code s}, {@code t} and {@code hw}, and the raw deliveries that are still
 * there. Memory grows with the number of streams, by about 200 bytes each.
 */
public final class LogVerifier {
  private static final Set<String> FIELDS =
      Set.of("_id", "n", "s", "t", "hw", "body", "raw", "salt", "leaf", "chain");

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
   * @param flaw the first that is not good; empty if all are
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
   * elsewhere.
   */
  public Verdict verify(@Nullable Head recorded) {
    Map<String, StreamState> streams = new HashMap<>();
    Head end = Head.EMPTY;
    long commits = 0;
    boolean met = recorded == null || recorded.equals(end);
    try {
      var all = log.find(new Document()).sort(Sorts.ascending(CommitDocument.ID)).batchSize(256);
      try (var cursor = all.cursor()) {
        while (cursor.hasNext()) {
          Commit commit = check(cursor.next(), end, streams);
          commit.spans().forEach(span -> streams.put(span.stream(), commit.stateOf(span.stream())));
          end = commit.head();
          commits++;
          met = met || end.equals(recorded);
        }
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

  private static Commit check(Document document, Head end, Map<String, StreamState> streams) {
    Commit commit = CommitDocument.read(document);
    commit.requireFollows(end);
    for (StreamSpan span : commit.spans()) {
      commit.requireContinues(span.stream(), streams.getOrDefault(span.stream(), StreamState.NEW));
    }
    for (String field : document.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new LogBrokenException(commit.position(), "it has a field of its own: " + field);
      }
    }
    if (document.containsKey(CommitDocument.SALT) && !document.containsKey(CommitDocument.RAW)) {
      throw new LogBrokenException(commit.position(), "salt is there without raw");
    }
    return commit;
  }
}
