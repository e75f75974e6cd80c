package io.entitlementledger.log;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.UnableToInitializeTokenException;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Axon's token store in the collection {@code tokens}: one document a processor, with its segments
 * in it, so that making all segments of a processor is one write.
 *
 * <p>A claim is taken, prolonged and judged by the server's clock alone ({@code $currentDate} and
 * {@code $$NOW}): no two processes need agree on the time. A claim is decided within one update of
 * one document.
 *
 * <p>Within a unit of work a token is written when its root commits, after the events of the same
 * unit; the claim is checked before those. A token is therefore never ahead of the events.
 */
public final class MongoTokenStore implements TokenStore {
  private static final String STORE = "__config";
  private static final String SEGMENTS = "segments";
  private static final String OWNER = "owner";
  private static final String CLAIMED = "at";
  private static final String TOKEN = "token";

  private final MongoCollection<Document> tokens;
  private final String owner;
  private final Duration claimTimeout;

  /**
   * @param database where the tokens live
   * @param owner this process's name; no two processes may share it
   * @param claimTimeout after this long without a sign of life another may take a claim over
   */
  public MongoTokenStore(MongoDatabase database, String owner, Duration claimTimeout) {
    if (owner.isBlank() || claimTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("An owner has a name, and a claim lasts at least 1 ms");
    }
    this.tokens =
        database
            .getCollection("tokens")
            .withReadPreference(ReadPreference.primary())
            .withReadConcern(ReadConcern.MAJORITY)
            .withWriteConcern(WriteConcern.MAJORITY);
    this.owner = owner;
    this.claimTimeout = claimTimeout;
  }

  @Override
  public void initializeTokenSegments(String processor, int segmentCount) {
    initializeTokenSegments(processor, segmentCount, null);
  }

  @Override
  public void initializeTokenSegments(
      String processor, int segmentCount, @Nullable TrackingToken initialToken) {
    Document segments = new Document();
    for (int segment = 0; segment < segmentCount; segment++) {
      segments.append(key(segment), segment(initialToken));
    }
    try {
      tokens.insertOne(new Document("_id", processor).append(SEGMENTS, segments));
    } catch (MongoWriteException e) {
      throw duplicate(e)
          ? new UnableToClaimTokenException("Processor '" + processor + "' has segments already", e)
          : e;
    }
  }

  @Override
  public void initializeSegment(@Nullable TrackingToken token, String processor, int segment) {
    Bson free = Filters.and(Filters.eq("_id", processor), Filters.exists(path(segment), false));
    Document fresh = segment(token);
    boolean done =
        tokens.updateOne(free, Updates.set(path(segment), fresh)).getModifiedCount() == 1;
    if (!done && tokens.find(Filters.eq("_id", processor)).first() == null) {
      try {
        tokens.insertOne(
            new Document("_id", processor).append(SEGMENTS, new Document(key(segment), fresh)));
        done = true;
      } catch (MongoWriteException e) {
        if (!duplicate(e)) {
          throw e;
        }
      }
    }
    if (!done) {
      throw new UnableToInitializeTokenException(named(processor, segment) + " exists already");
    }
  }

  @Override
  public void storeToken(@Nullable TrackingToken token, String processor, int segment) {
    Document written = TokenCodec.write(token); // here, so that a wrong kind fails the handler
    RootWork.TokenWrite write =
        new RootWork.TokenWrite() {
          @Override
          public void check() {
            extendClaim(processor, segment);
          }

          @Override
          public void write() {
            claim(processor, segment, Updates.set(path(segment) + "." + TOKEN, written));
          }
        };
    RootWork.current()
        .ifPresentOrElse(
            work -> work.token(List.of(tokens.getNamespace(), processor, segment), write),
            write::write);
  }

  @Override
  public @Nullable TrackingToken fetchToken(String processor, int segment) {
    return tokenOf(claim(processor, segment, null), segment);
  }

  @Override
  public @Nullable TrackingToken fetchToken(String processor, Segment segment) {
    Document claimed = claim(processor, segment.getSegmentId(), null);
    // The claim's own reply shows all segments as they were at that moment.
    if (segment.mergeableSegmentId() > segment.getSegmentId()
        && segmentOf(claimed, segment.mergeableSegmentId()) == null) {
      throw stale(processor, segment, "merged with another");
    }
    if (segmentOf(claimed, segment.splitSegmentId()) != null) {
      throw stale(processor, segment, "split in two");
    }
    return tokenOf(claimed, segment.getSegmentId());
  }

  private UnableToClaimTokenException stale(String processor, Segment segment, String what) {
    releaseClaim(processor, segment.getSegmentId());
    return new UnableToClaimTokenException(
        named(processor, segment.getSegmentId()) + " has been " + what);
  }

  @Override
  public void extendClaim(String processor, int segment) {
    if (tokens.updateOne(owned(processor, segment), now(segment)).getMatchedCount() == 0) {
      throw new UnableToClaimTokenException(
          named(processor, segment) + " is not, or no longer, claimed by " + owner);
    }
  }

  @Override
  public void releaseClaim(String processor, int segment) {
    tokens.updateOne(owned(processor, segment), Updates.set(path(segment) + "." + OWNER, null));
  }

  /**
   * {@inheritDoc} That is the first step of merging it into its lower half, which the caller has to
   * have claimed too; the half gets the token of both in the same write, so that a merge that
   * breaks off here skips nothing.
   */
  @Override
  public void deleteToken(String processor, int segment) {
    Bson mine = owned(processor, segment);
    Bson removal = Updates.unset(path(segment));
    Document found = tokens.find(mine).first();
    Segment upper = Segment.computeSegment(segment, segmentsOf(found));
    int half = upper.mergeableSegmentId();
    Document lower = half < segment ? segmentOf(found, half) : null;
    if (lower != null && Segment.computeSegment(half, segmentsOf(found)).isMergeableWith(upper)) {
      TrackingToken both =
          MergedTrackingToken.merged(tokenOf(found, half), tokenOf(found, segment));
      String token = path(half) + "." + TOKEN;
      mine = Filters.and(mine, owned(processor, half), Filters.eq(token, lower.get(TOKEN)));
      removal = Updates.combine(removal, Updates.set(token, TokenCodec.write(both)));
    }
    if (tokens.updateOne(mine, removal).getMatchedCount() == 0) {
      throw new UnableToClaimTokenException(
          named(processor, segment)
              + " cannot be removed: it or its half is not claimed by %s, or the half has moved"
                  .formatted(owner));
    }
  }

  @Override
  public boolean requiresExplicitSegmentInitialization() {
    return true;
  }

  @Override
  public int[] fetchSegments(String processor) {
    return segmentsOf(tokens.find(Filters.eq("_id", processor)).first());
  }

  /** {@inheritDoc} Those whose claim is free, ours or run out; only taking one is decisive. */
  @Override
  public List<Segment> fetchAvailableSegments(String processor) {
    Document found = tokens.find(Filters.eq("_id", processor)).first();
    int[] all = segmentsOf(found);
    List<Segment> available = new ArrayList<>();
    for (int segment : all) {
      Bson claimable = Filters.and(Filters.eq("_id", processor), claimable(segment));
      if (tokens.find(claimable).first() != null) {
        available.add(Segment.computeSegment(segment, all));
      }
    }
    return available;
  }

  @Override
  public Optional<String> retrieveStorageIdentifier() {
    Document config =
        tokens.findOneAndUpdate(
            Filters.eq("_id", STORE),
            Updates.setOnInsert("id", UUID.randomUUID().toString()),
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
    return Optional.ofNullable(config).map(found -> found.getString("id"));
  }

  /**
   * The lowest position that every segment of a processor has handled: -1 before the first event;
   * while a segment replays, how far its replay has come. Empty if the processor has no segments.
   */
  public OptionalLong lowestPosition(String processor) {
    Document found = tokens.find(Filters.eq("_id", processor)).first();
    return Arrays.stream(segmentsOf(found))
        .mapToLong(segment -> position(tokenOf(found, segment)))
        .min();
  }

  private static long position(@Nullable TrackingToken token) {
    TrackingToken lowest = token == null ? null : WrappedToken.unwrapLowerBound(token);
    return lowest instanceof GlobalSequenceTrackingToken global ? global.getGlobalIndex() : -1;
  }

  /** Takes or prolongs a claim and changes the segment, all or nothing. */
  private Document claim(String processor, int segment, @Nullable Bson change) {
    Bson update = Updates.combine(Updates.set(path(segment) + "." + OWNER, owner), now(segment));
    Document claimed =
        tokens.findOneAndUpdate(
            Filters.and(Filters.eq("_id", processor), claimable(segment)),
            change == null ? update : Updates.combine(update, change),
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
    if (claimed == null) {
      Document there = segmentOf(tokens.find(Filters.eq("_id", processor)).first(), segment);
      throw new UnableToClaimTokenException(
          named(processor, segment)
              + (there == null ? " is not initialized" : " is claimed by " + there.get(OWNER)));
    }
    return claimed;
  }

  private Bson claimable(int segment) {
    String claimed = path(segment) + "." + CLAIMED;
    Document idle = new Document("$subtract", List.of("$$NOW", "$" + claimed));
    return Filters.and(
        Filters.exists(path(segment)),
        Filters.or(
            Filters.in(path(segment) + "." + OWNER, null, owner),
            Filters.expr(new Document("$gt", List.of(idle, claimTimeout.toMillis())))));
  }

  private Bson owned(String processor, int segment) {
    return Filters.and(
        Filters.eq("_id", processor),
        Filters.eq(path(segment) + "." + OWNER, owner),
        Filters.exists(path(segment)));
  }

  private static Bson now(int segment) {
    return Updates.currentDate(path(segment) + "." + CLAIMED);
  }

  private static Document segment(@Nullable TrackingToken token) {
    return new Document(OWNER, null)
        .append(CLAIMED, new BsonDateTime(0))
        .append(TOKEN, TokenCodec.write(token));
  }

  /** Not a bare number, which a path would take for a place in an array. */
  private static String key(int segment) {
    return "s" + segment;
  }

  private static String path(int segment) {
    return SEGMENTS + "." + key(segment);
  }

  private static @Nullable Document segmentOf(@Nullable Document processor, int segment) {
    return processor == null
        ? null
        : processor.get(SEGMENTS, Document.class).get(key(segment), Document.class);
  }

  private static @Nullable TrackingToken tokenOf(@Nullable Document processor, int segment) {
    Document found = segmentOf(processor, segment);
    return found == null ? null : TokenCodec.read(found.get(TOKEN, Document.class));
  }

  private static int[] segmentsOf(@Nullable Document processor) {
    return processor == null
        ? new int[0]
        : processor.get(SEGMENTS, Document.class).keySet().stream()
            .mapToInt(key -> Integer.parseInt(key.substring(1)))
            .sorted()
            .toArray();
  }

  private static String named(String processor, int segment) {
    return "Token '" + processor + "[" + segment + "]'";
  }

  private static boolean duplicate(MongoWriteException e) {
    return e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
  }
}
