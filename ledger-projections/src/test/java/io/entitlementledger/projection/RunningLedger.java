package io.entitlementledger.projection;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.account.AccountLedger;
import io.entitlementledger.account.ChangeLines;
import io.entitlementledger.account.CloseAccount;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.account.OpenAccount;
import io.entitlementledger.account.SetGauge;
import io.entitlementledger.catalogue.CatalogueInUse;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.intake.QuarantinedDelivery;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerEventStore;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.Submission;
import io.entitlementledger.projection.replay.Projection;
import io.entitlementledger.projection.replay.Projections;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.Direction;
import io.entitlementledger.value.GaugeReading;
import io.entitlementledger.value.LineChange;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Skus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** A whole ledger on Axon, from commands to answers, on one database. */
final class RunningLedger implements AutoCloseable {
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Appender appender;
  private final Configuration axon;
  final EventLog log;
  final LedgerViews views;
  final Projections others;

  /** With more views beside those of every ledger. */
  RunningLedger(MongoDatabase database, Projection... more) {
    log = new EventLog(database);
    appender = new Appender(log, LogSettings.defaults());
    LedgerEventStore events = EventStores.on(appender, database);
    MongoTokenStore tokens =
        new MongoTokenStore(database, "test " + UUID.randomUUID(), Duration.ofSeconds(10));
    views = LedgerViews.of(database, log, tokens, InstantSource.system());
    others =
        new Projections(
            List.of(more), new ViewStore(database), log, tokens, InstantSource.system());
    Configurer configurer =
        DefaultConfigurer.defaultConfiguration()
            .configureSerializer(_ -> Jackson3Serializer.builder().build())
            .configureEventStore(_ -> events)
            .configureAggregate(AccountLedger.class)
            .configureAggregate(QuarantinedDelivery.class)
            .configureAggregate(CatalogueInUse.class);
    views.projections().registerOn(configurer);
    others.registerOn(configurer);
    axon = configurer.start();
  }

  /** Handles a command that a delivery caused, and gives the position of its last event. */
  long send(Object command) {
    Submission submission = Submission.of("{}".getBytes(StandardCharsets.UTF_8), new byte[16]);
    axon.commandGateway()
        .sendAndWait(
            new GenericCommandMessage<>(command).andMetaData(Map.of(Submission.KEY, submission)));
    return submission.position().orElseThrow();
  }

  long open(AccountId account, Instant effectiveAt) {
    return send(new OpenAccount(account, cause(effectiveAt), "ext-" + account.number()));
  }

  long close(AccountId account, Instant effectiveAt) {
    return send(new CloseAccount(account, cause(effectiveAt), null));
  }

  long change(AccountId account, LineKey line, Direction direction, long by, Instant effectiveAt) {
    return send(
        new ChangeLines(
            account,
            cause(effectiveAt),
            null,
            List.of(
                new LineChange(
                    line, direction, Facts.units(by), true, null, new Skus("R-1", null))),
            DuplicateWindows.DEFAULT));
  }

  long read(AccountId account, LineKey line, long quantity, Instant effectiveAt) {
    return send(
        new SetGauge(
            account,
            cause(effectiveAt),
            null,
            new GaugeReading(line, Facts.units(quantity), false, Skus.NONE)));
  }

  /** A delivery with content of its own, received now. */
  Cause cause(Instant effectiveAt) {
    int number = deliveries.incrementAndGet();
    return new Cause(
        effectiveAt,
        new Actor(Actor.Kind.SENDER, "ipilot"),
        null,
        new Delivery(
            "dlv_" + number, Instant.now(), "sms", UUID.randomUUID().toString(), null, List.of()),
        "1");
  }

  @Override
  public void close() {
    axon.shutdown();
    appender.close();
  }
}
