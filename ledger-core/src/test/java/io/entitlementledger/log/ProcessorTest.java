package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
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
  private OpenLog log;
  private LedgerEventStore store;
  private MongoTokenStore tokens;

  @BeforeEach
  void open() {
    log = new OpenLog(mongo.database(), OpenLog.NEVER);
    store = log.store();
    tokens = new MongoTokenStore(mongo.database(), "me", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    log.close();
  }

  private PooledStreamingEventProcessor processor(Duration lookOut) {
    EventMessageHandler handler =
        new EventMessageHandler() {
          @Override
          public Object handle(org.axonframework.eventhandling.EventMessage<?> event) {
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
        // How often it looks for events by itself.
        .tokenClaimInterval(lookOut.toMillis())
        .claimExtensionThreshold(lookOut.toMillis())
        .build();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  @Test
  void eventsAreHandledOnceAndAResetReplaysThem() {
    PooledStreamingEventProcessor processor = processor(Duration.ofSeconds(1));
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
  void aCommitWakesAnIdleProcessor() {
    // Neither Axon nor the event store looks by itself: only a call can wake it.
    PooledStreamingEventProcessor processor = processor(OpenLog.NEVER);
    processor.start();
    for (int i = 0; i < 50; i++) {
      int size = i + 1;
      store.publish(Events.message("warm", i));
      await()
          .pollInterval(Duration.ofMillis(1))
          .untilAsserted(() -> assertThat(handled).hasSize(size));
    }
    assertThat(handled).containsExactlyElementsOf(upTo(50));
    // Axon overlooks a stop that comes while it looks around; only an event wakes it again here.
    CompletableFuture<Void> stopped = processor.shutdownAsync();
    await()
        .until(
            () -> {
              store.publish(Events.message(UUID.randomUUID().toString(), 0));
              return stopped.isDone();
            });
  }
}
