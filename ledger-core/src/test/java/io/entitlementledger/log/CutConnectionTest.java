package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is cut off where, a commit is stored once, and its caller is told so. */
class CutConnectionTest extends FaultyWireTest {
  @ParameterizedTest
  @MethodSource("faults")
  void aUnitOfWorkIsStoredOnceAndKnowsItsPosition(Fault fault, boolean retryWrites)
      throws Exception {
    try (MongoClient client = wire.client(retryWrites, SELECTION_MILLIS);
        Appender appender = appender(client);
        LedgerEventStore store =
            LedgerEventStore.builder()
                .storageEngine(OpenLog.engine(mongo.database(), appender).build())
                .build()) {
      store.publish(Events.message("before", 0));
      Submission submission = Submission.withoutRaw();
      FutureTask<Void> work =
          new FutureTask<>(
              () ->
                  DefaultUnitOfWork.startAndGet(
                          new GenericCommandMessage<>("c", Map.of(Submission.KEY, submission)))
                      .execute(
                          () -> {
                            store.publish(Events.messages("a", 0, 2));
                            store.publish(Events.message("b", 0));
                          }),
              null);
      wire.next("insert", fault);
      Thread.ofVirtual().start(work);
      if (fault == Fault.HOLD_REPLY) {
        await().until(() -> wire.held() == 1);
        assertThat(submission.position()).isEmpty();
      } else {
        wire.next("insert", fault); // and once more when it is tried again
      }
      release();
      work.get();
      assertThat(submission.position()).hasValue(3);
      store.publish(Events.messages("a", 2, 1));
    }
    assertThat(named(stored())).containsExactly("before0", "a0", "a1", "b0", "a2");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aGroupOfManyWritersIsStoredOnce(Fault fault, boolean retryWrites) throws Exception {
    int writers = 20;
    try (MongoClient client = wire.client(retryWrites, SELECTION_MILLIS);
        Appender appender = appender(client)) {
      wire.next("insert", Fault.HOLD_REPLY);
      FutureTask<Long> first = append(appender, Events.events("first", 0, 1));
      await().until(() -> wire.held() == 1);
      List<FutureTask<Long>> group = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Draft draft = Events.draft(Events.events("s" + i, 0, 1 + i % 3));
        FutureTask<Long> task = new FutureTask<>(() -> appender.append(draft));
        group.add(task);
        threads.add(Thread.ofPlatform().start(task));
      }
      // They wait for the appender, and the appender for the reply: they will be one group.
      await()
          .until(
              () ->
                  threads.stream()
                      .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
      wire.next("insert", fault);
      wire.release();
      release();
      assertThat(first.get()).isZero();
      for (int i = 0; i < writers; i++) {
        assertThat(log.lastPosition("s" + i)).hasValue(group.get(i).get());
      }
    }
    assertThat(named(stored())).doesNotHaveDuplicates().hasSize(1 + 20 + 19);
  }
}
