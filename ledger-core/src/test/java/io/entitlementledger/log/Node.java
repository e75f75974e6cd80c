package io.entitlementledger.log;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;

/**
 * One node of several: a connection, an event store, a token store and a pooled processor of its
 * own. It shares nothing with another node but the database.
 */
final class Node implements AutoCloseable {
  static final String PROCESSOR = "p";
  static final int BATCH = 10;

  private final MongoClient client = MongoClients.create(TestMongo.uri());
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(6);
  private final OpenLog log;
  private final PooledStreamingEventProcessor processor;
  private boolean dead;

  /** Starts it; the first to start makes four segments. */
  Node(String name, MongoDatabase database, Duration claim, Consumer<EventMessage<?>> handler) {
    MongoDatabase own = client.getDatabase(database.getName());
    log = new OpenLog(own, LogSettings.defaults().pollInterval());
    EventMessageHandler handling =
        event -> {
          handler.accept(event);
          return null;
        };
    processor =
        PooledStreamingEventProcessor.builder()
            .name(PROCESSOR)
            .eventHandlerInvoker(
                SimpleEventHandlerInvoker.builder().eventHandlers(handling).build())
            .messageSource(log.store())
            .tokenStore(new MongoTokenStore(own, name, claim))
            .transactionManager(NoTransactionManager.instance())
            .coordinatorExecutor(threads)
            .workerExecutor(threads)
            .initialSegmentCount(4)
            .initialToken(source -> source.createTailToken())
            .batchSize(BATCH)
            .tokenClaimInterval(50)
            .claimExtensionThreshold(claim.toMillis() / 4)
            .build();
    processor.start();
  }

  /** The segments it works on now. */
  Set<Integer> segments() {
    return processor.processingStatus().keySet();
  }

  /** Leaves a segment to the other nodes for a while. */
  void leave(int segment) {
    processor.releaseSegment(segment, 1, TimeUnit.SECONDS);
  }

  CompletableFuture<Boolean> split(int segment) {
    return processor.splitSegment(segment);
  }

  CompletableFuture<Boolean> merge(int segment) {
    return processor.mergeSegment(segment);
  }

  /** Ends it as a crash would: from here on nothing of it reaches the database. */
  void die() {
    dead = true;
    client.close();
    threads.shutdownNow();
  }

  @Override
  public void close() {
    if (!dead) {
      processor.shutDown();
    }
    threads.shutdownNow();
    log.close();
    client.close();
  }
}
