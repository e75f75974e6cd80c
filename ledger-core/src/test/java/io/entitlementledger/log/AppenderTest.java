package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writers against each other, within one appender and between two. */
class AppenderTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender one;
  private Appender other;

  @BeforeEach
  void open() {
    log = new EventLog(mongo.database());
    one = new Appender(log, LogSettings.defaults());
    // Another process has its own view of the log, and its own memory of where streams stand.
    other = new Appender(new EventLog(mongo.database()), LogSettings.defaults());
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  @Timeout(120)
  void manyWritersOfTwoProcessesLoseAndDoubleNothing() throws Exception {
    int writers = 16;
    int each = 60;
    List<String> written = Collections.synchronizedList(new ArrayList<>());
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      Appender appender = w % 2 == 0 ? one : other;
      // Half of them write to streams of their own, the others to two streams they share.
      String stream = w % 4 < 2 ? "own-" + w : "shared-" + w % 8;
      tasks.add(
          () -> {
            int done = 0;
            while (done < each) {
              long next = log.lastSequence(stream).orElse(-1) + 1;
              List<LoggedEvent> events = Events.events(stream, next, 1 + done % 3);
              try {
                appender.append(Events.draft(events));
                events.forEach(event -> written.add(event.id()));
                done++;
              } catch (StreamConflictException e) {
                assertThat(stream).startsWith("shared");
              }
            }
            return null;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> future : threads.invokeAll(tasks)) {
        future.get();
      }
    }

    LogVerifier.Verdict verdict = new LogVerifier(log).verify(log.head());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.commits()).isEqualTo((long) writers * each);
    List<String> stored = new ArrayList<>();
    long position = 0;
    for (List<Commit> commits = log.read(0, 50); !commits.isEmpty(); ) {
      commits.forEach(commit -> commit.events().forEach(event -> stored.add(event.id())));
      position = commits.getLast().nextPosition();
      commits = log.read(position, 50);
    }
    assertThat(stored).hasSize((int) position).containsExactlyInAnyOrderElementsOf(written);
    assertThat(new HashSet<>(stored)).hasSameSizeAs(stored);
    assertThat(one.log().fault()).isEmpty();
    assertThat(other.log().fault()).isEmpty();
  }

  @Test
  void aWriterThatIsBehindGetsAConflictAndNothingIsStored() {
    one.append(Events.draft(Events.events("a", 0, 3)));
    assertThat(other.append(Events.draft(Events.events("a", 3, 1)))).isEqualTo(3);
    // The index knows no commit that begins at 1; the running sequence does.
    for (long first : List.of(0L, 1L, 2L, 3L, 5L)) {
      Draft draft = Events.draft(Events.events("a", first, 1));
      assertThatThrownBy(() -> one.append(draft)).isInstanceOf(StreamConflictException.class);
    }
    assertThat(log.head().nextPosition()).isEqualTo(4);
    assertThat(one.append(Events.draft(Events.events("a", 4, 1)))).isEqualTo(4);
  }

  @Test
  @Timeout(30)
  void inOneGroupTheFirstWinsAndTheRestAreWritten() {
    GroupWriter writer = new GroupWriter(log, 100, () -> false);
    one.append(Events.draft(Events.events("old", 0, 1)));
    LoggedEvent repeated = Events.event("c", 0);
    List<Pending> group =
        List.of(
            new Pending(Events.draft(Events.events("a", 0, 2))),
            new Pending(Events.draft(Events.events("a", 1, 1))),
            new Pending(Events.draft(Events.events("old", 0, 1))), // only the index knows
            new Pending(Events.draft(Events.events("a", 2, 1))),
            new Pending(Events.draft(List.of(repeated))),
            new Pending(
                Events.draft(
                    List.of(
                        new LoggedEvent(
                            repeated.id(),
                            "N",
                            null,
                            Events.TIME,
                            "d",
                            0,
                            repeated.payload(),
                            repeated.metadata())))),
            new Pending(Events.draft(Events.events("b", 0, 1))));
    assertThat(group).allMatch(Pending::take);
    assertThat(writer.write(group)).isEqualTo(6);
    assertThat(group)
        .extracting(pending -> pending.result().isCompletedExceptionally())
        .containsExactly(false, true, true, false, false, true, false);
    assertThat(new LogVerifier(log).verify().flaw()).isEmpty();
  }

  @Test
  void whatWasSentBeforeIsNotWrittenTwice() {
    Draft first = Events.draft(Events.events("a", 0, 2));
    Draft second = Events.draft(Events.events("b", 0, 1));
    List<Linked> linked = linkedAtStart(first, second);
    new GroupSender(log, commit -> {}, new Outage(), () -> false).send(linked);

    // The same documents again, as after a cut connection, with one more behind them.
    Draft third = Events.draft(Events.events("c", 0, 1));
    List<Linked> again = linkedAtStart(first, second, third);
    Head head = new GroupSender(log, commit -> {}, new Outage(), () -> false).send(again);
    assertThat(again).allMatch(sent -> !sent.pending().result().isCompletedExceptionally());
    assertThat(head).isEqualTo(log.head());
    assertThat(new LogVerifier(log).verify().commits()).isEqualTo(3);

    // Another writer's commit at the place: nothing is decided, and the tail must be read.
    List<Linked> late = linkedAtStart(Events.draft(Events.events("d", 0, 1)));
    assertThat(new GroupSender(log, commit -> {}, new Outage(), () -> false).send(late)).isNull();
    assertThat(late.getFirst().pending().result()).isNotDone();
  }

  private static List<Linked> linkedAtStart(Draft... drafts) {
    List<Linked> linked = new ArrayList<>();
    Head head = Head.EMPTY;
    for (Draft draft : drafts) {
      StreamState state = StreamState.NEW.after(draft.spans().getFirst(), draft.leaf());
      Commit commit = Commit.after(head, draft, List.of(state.hash()));
      linked.add(new Linked(new Pending(draft), head, commit));
      head = commit.head();
    }
    return linked;
  }

  @Test
  void aCommitTooLargeForOneDocumentIsRefused() {
    List<LoggedEvent> events = Events.events("a", 0, 4097);
    assertThatThrownBy(() -> Events.draft(events)).isInstanceOf(CommitTooLargeException.class);
    Submission huge = Submission.of(new byte[12 * 1024 * 1024], new byte[16]);
    List<LoggedEvent> few = Events.events("a", 0, 1);
    assertThatThrownBy(() -> Events.draft(few, huge)).isInstanceOf(CommitTooLargeException.class);
    assertThat(one.append(Events.draft(Events.events("a", 0, 4096)))).isEqualTo(4095);
  }

  @Test
  void tooMuchWaitingIsRefusedAsBusyAndNotWritten() throws Exception {
    LogSettings tight =
        new LogSettings(
            1, 1 << 20, 1, 1, 10, 1 << 20, Duration.ofMillis(200), 10, Duration.ofMillis(100));
    int callers = 64;
    List<Callable<Long>> tasks = new ArrayList<>();
    try (Appender narrow = new Appender(log, tight);
        var threads = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        Draft draft = Events.draft(Events.events("s" + i, 0, 1));
        tasks.add(() -> narrow.append(draft));
      }
      int written = 0;
      for (Future<Long> future : threads.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
        try {
          future.get();
          written++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(LogBusyException.class);
        }
      }
      assertThat(written).isBetween(1, callers - 1);
      assertThat(log.head().nextPosition()).isEqualTo(written);
    }
    Draft late = Events.draft(Events.events("late", 0, 1));
    one.close();
    assertThatThrownBy(() -> one.append(late)).isInstanceOf(LogBusyException.class);
  }
}
