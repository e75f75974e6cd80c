package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.mongodb.MongoBulkWriteException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand alterations of a log, and none is missed or put elsewhere than it is. */
@Timeout(300)
class MutatedLogTest {
  private static final long SEED = 20_260_102;
  private static final int MUTATIONS = 10_000;
  private static final int COMMITS = 60;

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private Mutation.True log;

  @BeforeEach
  void write() {
    EventLog written = new EventLog(mongo.database());
    try (Appender appender = new Appender(written, LogSettings.defaults())) {
      for (int i = 0; i < COMMITS; i++) {
        List<LoggedEvent> events = new ArrayList<>();
        for (int stream = 0; stream < (i % 4 == 3 ? 3 : 1); stream++) {
          String name = "s" + (i + stream) % 5;
          long next = written.lastSequence(name).orElse(-1) + 1;
          events.addAll(Events.events(name, next, (i + stream) % 3 == 0 ? 2 : 1));
        }
        byte[] raw = ("delivery " + i).getBytes(StandardCharsets.UTF_8);
        appender.append(Events.draft(events, i % 2 == 0 ? Submission.of(raw, new byte[16]) : null));
      }
    }
    List<Document> documents = new ArrayList<>();
    written.find(new Document()).sort(new Document("_id", 1)).into(documents);
    log = Mutation.True.of(documents, written.head());
  }

  private static LogVerifier.Verdict verify(Mutation mutation) {
    return LogVerifier.verify(mutation.log().iterator(), mutation.recorded());
  }

  private static void requireFound(long seed, Mutation mutation, LogVerifier.Verdict verdict) {
    LogBrokenException flaw = verdict.flaw().orElse(null);
    if (flaw == null
        || flaw.position() != mutation.position()
        || !flaw.toString().contains(mutation.reason())) {
      fail(
          "Seed %d, %s: a flaw at %d was due, but found was %s",
          seed, mutation.what(), mutation.position(), flaw);
    }
  }

  @Test
  void noneIsMissed() {
    assertThat(LogVerifier.verify(log.raw().iterator(), log.head()).good()).isTrue();
    LongStream.range(SEED, SEED + MUTATIONS)
        .parallel()
        .forEach(
            seed -> {
              Mutation mutation = Mutation.any(log, new Random(seed));
              requireFound(seed, mutation, verify(mutation));
            });
  }

  @Test
  void theForgerIsSoGoodThatOnlyAHeadRecordedElsewhereTells() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100; i++) {
      Mutation forged = Mutation.forged(log, random);
      assertThat(LogVerifier.verify(forged.log().iterator(), null).good()).isTrue();
      assertThat(verify(forged).good()).isFalse();
    }
  }

  @Test
  void aStoreThatHoldsTheAlteredLogMakesNoDifference() {
    int stored = 0;
    for (long seed = SEED; stored < 48 && seed < SEED + 200; seed++) {
      Mutation mutation = Mutation.any(log, new Random(seed));
      if (mutation.what().startsWith("a hidden") || mutation.what().contains("another type")) {
        continue; // not every store takes every document
      }
      String name = "altered" + seed;
      EventLog altered = new EventLog(mongo.database(), name);
      try {
        mongo.database().getCollection(name, RawBsonDocument.class).insertMany(mutation.log());
      } catch (MongoBulkWriteException e) {
        continue; // a stream's sequence twice, which the store does not take
      }
      requireFound(seed, mutation, new LogVerifier(altered).verify(mutation.recorded()));
      stored++;
    }
    assertThat(stored).isEqualTo(48);
  }
}
