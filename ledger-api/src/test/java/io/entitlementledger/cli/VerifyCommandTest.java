package io.entitlementledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.entitlementledger.access.Read;
import io.entitlementledger.catalogue.AdoptCatalogue;
import io.entitlementledger.event.Cause;
import io.entitlementledger.log.Submission;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.value.Actor;
import io.entitlementledger.webhook.CatalogueSource;
import io.entitlementledger.webhook.SourceWindows;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init")
class VerifyCommandTest {
  private static final String GOOD =
      "The log is as it was written: 2 commits, 2 positions, recorded up to [0-9TZ:.-]+,"
          + " head (2:[0-9a-f]{64})\n"
          + "The access log is as it was written: 3 commits, 3 positions, recorded up to"
          + " [0-9TZ:.-]+, head (3:[0-9a-f]{64})\n";

  @TempDir Path directory;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void write() {
    try (Store store = open();
        LedgerNode ledger =
            LedgerNode.start(
                store.database(),
                store.nodeName(),
                CatalogueSource.PACKAGED,
                SourceWindows.DEFAULT,
                InstantSource.system())) {
      Actor actor = new Actor(Actor.Kind.SYSTEM, "ledger");
      Cause cause = new Cause(Instant.ofEpochMilli(1), actor, null, null, "test");
      ledger
          .core()
          .record(
              new AdoptCatalogue("other", "1", "0".repeat(64), "text", cause),
              Submission.withoutRaw());
      for (String principal : List.of("key_a", "key_b", "key_c")) {
        ledger.access().record(new Read(principal, "auditor", "GET /", null, Map.of(), Map.of()));
      }
    }
  }

  private Store open() {
    return Store.open(TestSettings.at(directory));
  }

  private void alter(Consumer<MongoCollection<Document>> change) {
    alter("log", change);
  }

  private void alter(String collection, Consumer<MongoCollection<Document>> change) {
    try (Store store = open()) {
      change.accept(store.database().getCollection(collection));
    }
  }

  private Ended verify(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = LedgerMain.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] arguments = new String[more.length + 3];
    arguments[0] = "verify";
    arguments[1] = "--data-dir";
    arguments[2] = directory.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return new Ended(line.execute(arguments), out.toString(), err.toString());
  }

  @Test
  void eachGoodLogIsToldInOneLineWithItsHead() {
    Ended ended = verify();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).matches(GOOD);
    assertThat(ended.code()).isZero();
    String head = ended.out().replaceFirst("(?s)^" + GOOD + "$", "$1");
    String access = ended.out().replaceFirst("(?s)^" + GOOD + "$", "$2");
    assertThat(verify("--head", head, "--access-head", access).code()).isZero();
  }

  @Test
  void aFlawOfTheAccessLogIsToldAsOneOfIt() {
    alter("access", log -> log.updateOne(Filters.eq("_id", 1L), Updates.set("hw", 5L)));
    Ended ended = verify();
    assertThat(ended.out()).startsWith("The log is as it was written: ").hasLineCount(1);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("ledger: the access log does not agree with itself")
        .contains("position 1", "hw");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void anAccessLogWhoseTailWasCutIsFoundWithTheHeadOfAnEarlierRun() {
    String head = verify().out().replaceFirst("(?s)^" + GOOD + "$", "$2");
    alter("access", log -> log.deleteOne(Filters.eq("_id", 2L)));
    assertThat(verify().code()).isZero();
    Ended cut = verify("--access-head", head);
    assertThat(cut.err()).startsWith("ledger: the access log").contains("never was at");
    assertThat(cut.code()).isEqualTo(1);
    alter("access", log -> log.deleteMany(Filters.empty()));
    assertThat(verify().out()).endsWith("The access log is empty: nothing was read yet\n");
    assertThat(verify("--access-head", head).code()).isEqualTo(1);
  }

  @Test
  void aFlawIsToldInOneLineWithItsPosition() {
    alter(log -> log.updateOne(Filters.eq("_id", 1L), Updates.set("hw", 5L)));
    Ended ended = verify();
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("ledger: the log does not agree with itself")
        .contains("position 1", "hw");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void aTailThatWasCutIsFoundWithTheHeadOfAnEarlierRun() {
    String head = verify().out().replaceFirst("(?s)^" + GOOD + "$", "$1");
    alter(log -> log.deleteOne(Filters.eq("_id", 1L)));
    assertThat(verify().code()).isZero();
    Ended ended = verify("--head", head);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("position 1", "never was at", head.substring(2));
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoLogNothingIsCalledGood() {
    alter(log -> log.deleteMany(Filters.empty()));
    Ended empty = verify();
    assertThat(empty.err()).startsWith("ledger: There is no log in ").hasLineCount(1);
    assertThat(empty.code()).isEqualTo(1);
    directory = directory.resolve("mistyped");
    Ended missing = verify();
    assertThat(missing.err()).startsWith("ledger: there is no ledger in ").hasLineCount(1);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(directory).doesNotExist();
  }

  @Test
  void aHeadThatIsNoneIsAnErrorOfUsage() {
    Ended ended = verify("--head", "2:abc");
    assertThat(ended.err())
        .isEqualTo(
            "ledger: --head is '2:abc'; give it as verify printed it, position:chain; see ledger"
                + " verify --help\n");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(verify("--access-head", "2:abc").err()).startsWith("ledger: --access-head is ");
  }
}
