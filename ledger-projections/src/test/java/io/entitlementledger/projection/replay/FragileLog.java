package io.entitlementledger.projection.replay;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.SMS;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerEventStore;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.projection.EventStores;
import io.entitlementledger.projection.Facts;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** A log of an account's changes, which can be made unreadable. */
final class FragileLog implements StreamableMessageSource<TrackedEventMessage<?>>, AutoCloseable {
  private final Appender appender;
  private final LedgerEventStore store;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile @Nullable Supplier<RuntimeException> fault;
  private long next;

  FragileLog(MongoDatabase database) {
    appender = new Appender(new EventLog(database), LogSettings.defaults());
    store = EventStores.on(appender, database);
  }

  /** One more event, and its position. */
  long add() {
    store.publish(
        new GenericDomainEventMessage<>(
            "AccountLedger", ACCOUNT.toString(), next, Facts.up(SMS, 1, next)));
    return next++;
  }

  /** Has it fail whenever it is opened from now on; with null no longer. */
  void failWith(@Nullable Supplier<RuntimeException> fault) {
    this.fault = fault;
  }

  /** How often it was opened, or was to be. */
  int opened() {
    return opened.get();
  }

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
    opened.incrementAndGet();
    Supplier<RuntimeException> due = fault;
    if (due != null) {
      throw due.get();
    }
    return store.openStream(token);
  }

  @Override
  public TrackingToken createTailToken() {
    return store.createTailToken();
  }

  @Override
  public void close() {
    store.close();
    appender.close();
  }
}
