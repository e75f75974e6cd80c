package io.entitlementledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.entitlementledger.log.FaultyWire.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A processor that fails comes back, skips no event, and its token is never ahead of its events.
 */
class ProcessorFaultsTest extends FaultyWireTest {
  private static final int EVENTS = 30;

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private MongoClient client;
  private Appender appender;
  private LedgerEventStore store;
  private MongoTokenStore tokens;
  private MongoTokenStore seen;

  @BeforeEach
  void open() {
    client = wire.client(false, SELECTION_MILLIS);
    var database = client.getDatabase(mongo.database().getName());
    appender = appender(client);
    store =
        LedgerEventStore.builder()
            .storageEngine(OpenLog.engine(database, appender).build())
            .build();
    tokens = new MongoTokenStore(database, "me", Duration.ofSeconds(10));
    seen = new MongoTokenStore(mongo.database(), "onlooker", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
    appender.close();
    client.close();
  }

  private PooledStreamingEventProcessor start(TokenStore used, Consumer<EventMessage<?>> action) {
    EventMessageHandler handler =
        event -> {
          long position = Recorded.of(event).position();
          assertThat(seen.lowestPosition("p").orElse(-1)).isLessThan(position);
          action.accept(event);
          handled.add(position);
          return position;
        };
    PooledStreamingEventProcessor processor =
        PooledStreamingEventProcessor.builder()
            .name("p")
            .eventHandlerInvoker(
                SimpleEventHandlerInvoker.builder()
                    .eventHandlers(handler)
                    .listenerInvocationErrorHandler(PropagatingErrorHandler.instance())
                    .build())
            .messageSource(store)
            .tokenStore(used)
            .transactionManager(NoTransactionManager.instance())
            .coordinatorExecutor(threads)
            .workerExecutor(threads)
            .initialSegmentCount(1)
            .initialToken(source -> source.createTailToken())
            .batchSize(4)
            .tokenClaimInterval(200)
            .claimExtensionThreshold(200)
            .build();
    processor.start();
    return processor;
  }

  private void publish() {
    IntStream.range(0, EVENTS).forEach(i -> store.publish(Events.message("in", i)));
  }

  private void requireAllHandled() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seen.lowestPosition("p").orElse(-1) == log.head().nextPosition() - 1);
    assertThat(new HashSet<>(handled))
        .containsAll(LongStream.range(0, log.head().nextPosition()).boxed().toList());
    // Again from where it failed, but never on past what was not handled.
    long reached = -1;
    for (long position : handled) {
      assertThat(position).isLessThanOrEqualTo(reached + 1);
      reached = Math.max(reached, position);
    }
  }

  @Test
  void anEventWhoseHandlerThrowsIsHandledAgain() {
    publish();
    var processor =
        start(
            tokens,
            event -> {
              long position = Recorded.of(event).position();
              if (position % 13 == 5 && failed.add(position)) {
                throw new IllegalStateException("no");
              }
            });
    requireAllHandled();
    assertThat(failed).containsExactlyInAnyOrder(5L, 18L);
    processor.shutDown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"storeToken", "fetchToken", "extendClaim", "fetchAvailableSegments"})
  void aTokenStoreThatThrowsLosesNoEvent(String method) {
    AtomicInteger calls = new AtomicInteger();
    TokenStore throwing =
        (TokenStore)
            Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(),
                new Class<?>[] {TokenStore.class},
                (proxy, called, arguments) -> {
                  if (called.getName().equals(method)
                      && calls.incrementAndGet() % 2 == 1
                      && calls.get() < 4) {
                    throw new IllegalStateException("no");
                  }
                  try {
                    return called.invoke(tokens, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getTargetException();
                  }
                });
    publish();
    var processor = start(throwing, event -> {});
    requireAllHandled();
    await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > 1);
    store.publish(Events.message("later", 0));
    requireAllHandled();
    processor.shutDown();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CUT_BEFORE", "CUT_AFTER"})
  void aHandlersEventsAndItsTokenNeverGetApartTheWrongWay(Fault fault) {
    publish();
    Semaphore gate = new Semaphore(0);
    var processor =
        start(
            tokens,
            event -> {
              long position = Recorded.of(event).position();
              String out = "out-" + position;
              gate.acquireUninterruptibly();
              // At least once: an event that is there already is not written again.
              if (position < EVENTS && log.lastSequence(out).isEmpty()) {
                store.publish(Events.message(out, 0));
              }
            });
    for (int i = 0; i < 3; i++) {
      wire.refuseAfterCut();
      wire.next("insert", fault);
      gate.release(8); // two batches
      await().atMost(Duration.ofSeconds(30)).until(wire::isSpent);
      requireNeverAhead(); // whatever was to come after the events has not come
      wire.next("findAndModify", fault);
      wire.heal();
      await().atMost(Duration.ofSeconds(30)).until(wire::isSpent);
      requireNeverAhead();
    }
    gate.release(1000);
    requireAllHandled();
    requireNeverAhead();
    processor.shutDown();
    assertThat(named(stored())).doesNotHaveDuplicates();
  }

  /** The token is read first: what it says was handled has left its event. */
  private void requireNeverAhead() {
    long token = seen.lowestPosition("p").orElse(-1);
    for (long position = 0; position <= Math.min(token, EVENTS - 1); position++) {
      assertThat(log.lastSequence("out-" + position)).hasValue(0);
    }
  }
}
