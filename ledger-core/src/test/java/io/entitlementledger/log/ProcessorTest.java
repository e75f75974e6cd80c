package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Axon's pooled processor over the log: woken, continued and replayed. */
@Timeout(60)
class ProcessorTest {
  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> replayed = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong latency = new AtomicLong();
  private Appender appender;
  private LedgerEventStore store;
  private MongoTokenStore tokens;

  @BeforeEach
  void open() {
    appender = new Appender(new EventLog(mongo.database()), LogSettings.defaults());
    Jackson3Serializer serializer = Jackson3Serializer.builder().build();
    store =
        LedgerEventStore.builder()
            .storageEngine(
                LedgerStorageEngine.builder()
                    .appender(appender)
                    .snapshots(mongo.database().getCollection("snapshots"))
                    .eventSerializer(serializer)
                    .snapshotSerializer(serializer)
                    .build())
            .build();
    tokens = new MongoTokenStore(mongo.database(), "me", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
    appender.close();
  }

  private PooledStreamingEventProcessor processor() {
    EventMessageHandler handler =
        new EventMessageHandler() {
          @Override
          public Object handle(org.axonframework.eventhandling.EventMessage<?> event) {
            latency.set(System.nanoTime());
            long position = Recorded.of(event).position();
            (ReplayToken.isReplay(event) ? replayed : handled).add(position);
            return position;
          }

          @Override
          public void prepareReset() {
            // Nothing is derived that would have to go.
          }

          @Override
          public boolean supportsReset() {
            return true;
          }
        };
    return PooledStreamingEventProcessor.builder()
        .name("p")
        .eventHandlerInvoker(SimpleEventHandlerInvoker.builder().eventHandlers(handler).build())
        .messageSource(store)
        .tokenStore(tokens)
        .transactionManager(NoTransactionManager.instance())
        .coordinatorExecutor(threads)
        .workerExecutor(threads)
        .initialSegmentCount(2)
        .initialToken(source -> source.createTailToken())
        .batchSize(10)
        .build();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  @Test
  void eventsAreHandledOnceAndAResetReplaysThem() {
    PooledStreamingEventProcessor processor = processor();
    processor.start();
    for (int i = 0; i < 40; i++) {
      store.publish(Events.message("stream-" + i % 7, i / 7));
    }
    await().untilAsserted(() -> assertThat(handled).hasSize(40));
    await().untilAsserted(() -> assertThat(tokens.lowestPosition("p")).hasValue(39));

    processor.shutDown();
    store.publish(Events.message("later", 0));
    processor.start();
    await().untilAsserted(() -> assertThat(handled).hasSize(41));
    assertThat(handled).containsExactlyInAnyOrderElementsOf(upTo(41));

    processor.shutDown();
    processor.resetTokens();
    assertThat(tokens.lowestPosition("p")).hasValue(-1);
    store.publish(Events.message("later", 1));
    processor.start();
    await().untilAsserted(() -> assertThat(replayed).hasSize(41));
    await().untilAsserted(() -> assertThat(tokens.lowestPosition("p")).hasValue(41));
    processor.shutDown();
    assertThat(replayed).containsExactlyInAnyOrderElementsOf(upTo(41));
    assertThat(handled).containsExactlyInAnyOrderElementsOf(upTo(42));
  }

  @Test
  void aCommitWakesAnIdleProcessorAtOnce() throws Exception {
    PooledStreamingEventProcessor processor = processor();
    processor.start();
    store.publish(Events.message("warm", 0));
    await().untilAsserted(() -> assertThat(handled).hasSize(1));
    List<Long> micros = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      int seen = i + 1;
      Thread.sleep(20);
      store.publish(Events.message("warm", i));
      long committed = System.nanoTime();
      await().pollInterval(Duration.ofMillis(1)).until(() -> handled.size() == seen);
      micros.add((latency.get() - committed) / 1000);
    }
    processor.shutDown();
    Collections.sort(micros);
    System.out.println(
        "commit to handler, µs: median " + micros.get(25) + ", worst " + micros.getLast());
    // Axon's own look-out would take 500 ms; the bound leaves room for a busy machine.
    assertThat(micros.get(25)).isLessThan(100_000);
  }
}
