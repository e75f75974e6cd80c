package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log that was changed behind the program's back is found by whoever reads it. */
class IntegrityTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender appender;
  private MongoCollection<Document> stored;

  @BeforeEach
  void write() {
    log = new EventLog(mongo.database());
    appender = new Appender(log, LogSettings.defaults());
    stored = mongo.database().getCollection("log");
    for (int i = 0; i < 6; i++) { // positions 0, 2, 4, 6, 8, 10
      Submission submission =
          Submission.of(("raw " + i).getBytes(StandardCharsets.UTF_8), new byte[16]);
      appender.append(Events.draft(Events.events("s" + i % 2, i / 2 * 2L, 2), submission));
    }
  }

  @AfterEach
  void close() {
    appender.close();
  }

  private void change(Object value, String field) {
    stored.updateOne(Filters.eq("_id", 6L), Updates.set(field, value));
  }

  private byte[] flipped(String field) {
    Document commit = stored.find(Filters.eq("_id", 6L)).first();
    assertThat(commit).isNotNull();
    byte[] bytes = commit.getEmbedded(List.of(field), Binary.class).getData().clone();
    bytes[bytes.length / 2] ^= 1;
    return bytes;
  }

  private void assertFlawAt(long position, String why) {
    LogVerifier.Verdict verdict = new LogVerifier(log).verify();
    assertThat(verdict.flaw())
        .hasValueSatisfying(
            flaw -> {
              assertThat(flaw.position()).isEqualTo(position);
              assertThat(flaw).hasMessageContaining(why);
            });
    assertThat(verdict.head().nextPosition()).isEqualTo(position);
  }

  @Test
  void anUntouchedLogIsGood() {
    assertThat(new LogVerifier(log).verify(log.head()).flaw()).isEmpty();
    assertThat(log.commitAt(7).flatMap(Commit::raw))
        .hasValue("raw 3".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTamperedBodyIsFoundAndStopsWritingButNotReading() {
    change(new Binary(flipped("body")), "body");
    assertFlawAt(6, "leaf");
    assertThatThrownBy(() -> log.read(0, 100))
        .isInstanceOfSatisfying(
            LogBrokenException.class, e -> assertThat(e.position()).isEqualTo(6));
    assertThat(log.fault()).isPresent();
    Draft draft = Events.draft(Events.events("new", 0, 1));
    assertThatThrownBy(() -> appender.append(draft)).isInstanceOf(LogBrokenException.class);
    assertThat(log.read(0, 3)).hasSize(3);
    assertThat(log.head().nextPosition()).isEqualTo(12);
  }

  @Test
  void everyFieldIsAccountedFor() {
    Map<String, Object> changes =
        Map.of(
            "leaf",
            new Binary(flipped("leaf")),
            "chain",
            new Binary(flipped("chain")),
            "raw",
            new Binary(flipped("raw")),
            "salt",
            new Binary(flipped("salt")),
            "n",
            3,
            "t",
            5L,
            "hw",
            5L,
            "s.0.f",
            0L + 99,
            "s.0.h",
            new Binary(new byte[32]),
            "added",
            true);
    Document good = stored.find(Filters.eq("_id", 6L)).first();
    assertThat(good).isNotNull();
    changes.forEach(
        (field, value) -> {
          change(value, field);
          assertFlawAt(6, "");
          stored.replaceOne(Filters.eq("_id", 6L), good);
        });
    assertThat(new LogVerifier(log).verify().flaw()).isEmpty();
  }

  @Test
  void aMissingCommitAndACutTailAreFound() {
    Head recorded = log.head();
    stored.deleteOne(Filters.eq("_id", 4L));
    assertFlawAt(4, "no commit begins here");
    assertThatThrownBy(() -> log.read(0, 100))
        .isInstanceOf(LogBrokenException.class)
        .hasMessageContaining("position 4");
    assertThatThrownBy(() -> log.readStream("s0", 0, 100)).isInstanceOf(LogBrokenException.class);

    stored.deleteMany(Filters.gte("_id", 4L));
    assertThat(new LogVerifier(log).verify().flaw()).isEmpty();
    assertThat(new LogVerifier(log).verify(recorded).flaw())
        .hasValueSatisfying(flaw -> assertThat(flaw.position()).isEqualTo(4));
  }

  @Test
  void rawBytesCanBeErasedWithoutBreakingAnything() {
    stored.updateOne(
        Filters.eq("_id", 6L), Updates.combine(Updates.unset("raw"), Updates.unset("salt")));
    assertThat(new LogVerifier(log).verify(log.head()).flaw()).isEmpty();
    assertThat(log.commitAt(6).flatMap(Commit::raw)).isEmpty();
  }

  @Test
  void theBorderBetweenSaltAndRawCannotBeMoved() {
    byte[] both = new byte[Submission.SALT_BYTES + 5];
    System.arraycopy("raw 3".getBytes(StandardCharsets.UTF_8), 0, both, Submission.SALT_BYTES, 5);
    for (int border : List.of(0, Submission.SALT_BYTES - 1, Submission.SALT_BYTES + 1)) {
      change(new Binary(Arrays.copyOfRange(both, 0, border)), "salt");
      change(new Binary(Arrays.copyOfRange(both, border, both.length)), "raw");
      assertFlawAt(6, "salt");
    }
    change(new Binary(Arrays.copyOfRange(both, 0, Submission.SALT_BYTES)), "salt");
    change(new Binary(Arrays.copyOfRange(both, Submission.SALT_BYTES, both.length)), "raw");
    assertThat(new LogVerifier(log).verify().flaw()).isEmpty();
  }
}
