package io.entitlementledger.runtime;

import com.mongodb.client.MongoDatabase;
import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.AccountLedger;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.TakeDelivery;
import io.entitlementledger.catalogue.CatalogueInUse;
import io.entitlementledger.codec.LedgerSerializer;
import io.entitlementledger.intake.QuarantinedDelivery;
import io.entitlementledger.log.Appender;
import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.LedgerEventStore;
import io.entitlementledger.log.LedgerStorageEngine;
import io.entitlementledger.log.LogSettings;
import io.entitlementledger.log.MongoTokenStore;
import io.entitlementledger.log.Submission;
import io.entitlementledger.value.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.serialization.SerializedType;
import org.jspecify.annotations.Nullable;

/**
 * One ledger on one database: takes commands, keeps their events, and wakes what is derived from
 * them. Several processes may run one on the same database.
 */
public final class LedgerCore implements AutoCloseable {
  private static final CommandTargetResolver BY_ANNOTATION =
      AnnotationCommandTargetResolver.builder().build();
  private static final long CACHED_ACCOUNTS = 10_000;
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

  private final EventLog log;
  private final Appender appender;
  private final LedgerEventStore events;
  private final MongoTokenStore tokens;
  private final Configurer configurer;
  private final AggregateCache accounts = new AggregateCache(CACHED_ACCOUNTS);
  private final ExecutorService snapshots;
  private final ExecutorService retries;
  private @Nullable Configuration axon;
  private @Nullable CommandGateway commands;

  /**
   * Puts a ledger together; it takes commands once it is started.
   *
   * @param node a name for this process, unique among those that share the database
   */
  public LedgerCore(MongoDatabase database, String node) {
    LedgerSerializer serializer = new LedgerSerializer();
    this.snapshots =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ledger-snapshots").factory());
    this.retries = Executors.newVirtualThreadPerTaskExecutor();
    this.log = new EventLog(database);
    this.appender = new Appender(log, LogSettings.defaults());
    this.tokens = new MongoTokenStore(database, node, CLAIM_TIMEOUT);
    LedgerStorageEngine.Builder engine =
        LedgerStorageEngine.builder()
            .appender(appender)
            .snapshots(database.getCollection("snapshots"))
            .eventSerializer(serializer)
            .snapshotSerializer(serializer);
    // A snapshot of another shape is left aside, and the account read from its events.
    SerializedType shape = serializer.typeForClass(AccountLedger.class);
    engine.snapshotFilter(
        (SnapshotFilter) snapshot -> snapshot.getPayload().getType().equals(shape));
    this.events = LedgerEventStore.builder().storageEngine(engine.build()).build();
    // Without its own modules from the class path: one of them would report to its makers.
    this.configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> serializer)
            .configureEventSerializer(_ -> serializer)
            .configureMessageSerializer(_ -> serializer)
            .configureEventStore(_ -> events)
            .registerComponent(TokenStore.class, _ -> tokens)
            .configureCorrelationDataProviders(_ -> List.of()) // stored events carry no ids of ours
            .configureSnapshotter(axon -> new AccountSnapshotter(axon, snapshots))
            .configureAggregate(account())
            .configureAggregate(QuarantinedDelivery.class)
            .configureAggregate(CatalogueInUse.class);
  }

  private AggregateConfigurer<AccountLedger> account() {
    return AggregateConfigurer.defaultConfiguration(AccountLedger.class)
        .configureCommandTargetResolver(_ -> LedgerCore::target)
        .configureCache(_ -> accounts)
        .configureSnapshotTrigger(axon -> new SnapshotByGrowth(axon.snapshotter()));
  }

  /**
   * What Axon finds by its annotations it looks for anew with each command: a delivery's is said.
   */
  private static VersionedAggregateIdentifier target(CommandMessage<?> command) {
    return command.getPayload() instanceof TakeDelivery delivery
        ? new VersionedAggregateIdentifier(delivery.account(), null)
        : BY_ANNOTATION.resolveTarget(command);
  }

  /**
   * Takes commands from here on.
   *
   * @param derived registers what follows the log, and starts and stops with the ledger
   */
  public void start(Consumer<Configurer> derived) {
    derived.accept(configurer);
    Configuration started = configurer.start();
    axon = started;
    commands =
        DefaultCommandGateway.builder()
            .commandBus(started.commandBus())
            .retryScheduler(new ConflictRetry(retries))
            .build();
  }

  /**
   * Has a delivery that has just come decided, and waits until its events are durable.
   *
   * @param submission the delivery's bytes on the way in, the position of its commit on the way out
   * @throws io.entitlementledger.log.CommitUndecidedException if the store has not said whether it
   *     has taken it; it may be stored
   * @throws RuntimeException as the log or a decision threw it; nothing was stored then
   */
  public Outcome take(AccountCommand command, Submission submission) {
    return gateway().sendAndWait(message(new TakeDelivery(command), submission));
  }

  /** As {@link #take}, for a person's act on a delivery that waits for one. */
  public Outcome rule(Object command, Submission submission) {
    return gateway().sendAndWait(message(command, submission));
  }

  /**
   * What a person's act would come to now. It is decided like the act itself, and its unit of work
   * then rolled back: nothing is recorded.
   *
   * @param account the account it would be decided by, where it is
   */
  public Outcome preview(@Nullable AccountId account, Object command) {
    if (account != null) {
      accounts.remove(account.toString()); // another process may have changed it
    }
    UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(message(command, Submission.withoutRaw()));
    try {
      return axon().commandGateway().sendAndWait(command);
    } finally {
      unit.rollback();
    }
  }

  /** As {@link #take}, for a command that has no outcome but its events. */
  public void record(Object command, Submission submission) {
    gateway().<@Nullable Object>sendAndWait(message(command, submission));
  }

  private Configuration axon() {
    return Objects.requireNonNull(axon, "A ledger takes commands once it is started");
  }

  private CommandGateway gateway() {
    return Objects.requireNonNull(commands, "A ledger takes commands once it is started");
  }

  private static CommandMessage<Object> message(Object command, Submission submission) {
    return GenericCommandMessage.<Object>asCommandMessage(command)
        .withMetaData(Map.of(Submission.KEY, submission));
  }

  /** Whether the log is whole, as far as it was read, and the store takes what is written to it. */
  public boolean takesWrites() {
    return log.fault().isEmpty() && !appender.isStalled();
  }

  public EventLog log() {
    return log;
  }

  public MongoTokenStore tokens() {
    return tokens;
  }

  /** Finishes what was accepted and stops. */
  @Override
  public void close() {
    if (axon != null) {
      axon.shutdown();
    }
    retries.close();
    snapshots.close();
    events.close();
    appender.close();
  }
}
