package io.entitlementledger.projection.replay;

import io.entitlementledger.log.EventLog;
import io.entitlementledger.log.MongoTokenStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.config.Configurer;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the views: each follows the log by itself. An event that cannot be taken in stops its view,
 * is logged as an error, shows in {@link #status()} and is tried again; it is never skipped.
 */
public final class Projections {
  private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

  /** How long a stop waits for the turn a view is in, and once more when that is interrupted. */
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  private final Map<String, Projection> projections = new LinkedHashMap<>();
  private final Map<String, ViewFollower> followers = new LinkedHashMap<>();
  private final ViewStore store;
  private final EventLog log;
  private final MongoTokenStore tokens;
  private final InstantSource clock;
  private @Nullable StreamableMessageSource<TrackedEventMessage<?>> source;

  public Projections(
      List<Projection> projections,
      ViewStore store,
      EventLog log,
      MongoTokenStore tokens,
      InstantSource clock) {
    projections.forEach(projection -> this.projections.put(projection.name(), projection));
    this.store = store;
    this.log = log;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Has the views start and stop with a configuration, and follow its event store. */
  public void registerOn(Configurer configurer) {
    configurer.onInitialize(
        configuration -> {
          configuration.onStart(
              Phase.INBOUND_EVENT_CONNECTORS, () -> start(configuration.eventStore()));
          configuration.onShutdown(Phase.INBOUND_EVENT_CONNECTORS, this::stop);
        });
  }

  private synchronized void start(StreamableMessageSource<TrackedEventMessage<?>> events) {
    source = events;
    projections.values().forEach(Projection::prepare);
    projections.values().forEach(projection -> follow(projection, events));
  }

  private void follow(
      Projection projection, StreamableMessageSource<TrackedEventMessage<?>> events) {
    ViewFollower follower = new ViewFollower(projection, events, tokens, clock);
    followers.put(projection.name(), follower);
    follower.start();
  }

  private synchronized void stop() {
    followers.values().forEach(ViewFollower::stop);
    followers.forEach(
        (name, follower) -> {
          if (!follower.awaitEnd(LAST_TURN)) {
            LOG.warn("The view '{}' does not stop, and is left to itself", name);
          }
        });
    followers.clear();
  }

  /** How each view is doing, in the order they were given. */
  public synchronized List<ProjectionStatus> status() {
    long head = log.head().nextPosition() - 1;
    return projections.keySet().stream().map(name -> status(name, head)).toList();
  }

  private ProjectionStatus status(String name, long head) {
    long position = tokens.lowestPosition(name).orElse(-1);
    ViewFollower follower = followers.get(name);
    ProjectionStatus.Failure failure = follower == null ? null : follower.failure();
    return new ProjectionStatus(
        name,
        position,
        head,
        follower != null && follower.isRunning(),
        failure == null || failure.position() <= position ? null : failure);
  }

  /**
   * Empties a view and has it follow the log from the first event again. Answers from it are behind
   * until it has caught up.
   *
   * @return the position it has to reach to be where the log is now; wait with {@link
   *     Currency#awaitAll}
   * @throws IllegalArgumentException if there is no such view
   * @throws IllegalStateException if the views are not running
   * @throws ViewBehindException if the view does not stop; nothing follows it then until it is
   *     rebuilt again, or the program restarted
   * @throws org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException if another
   *     process works on a part of the view; nothing is changed then, unless it took over midway
   */
  public synchronized long rebuild(String name) {
    Projection projection = projections.get(name);
    ViewFollower follower = followers.get(name);
    var events = source;
    if (projection == null) {
      throw new IllegalArgumentException(
          "There is no view '" + name + "'; there are " + projections.keySet());
    }
    if (follower == null || events == null) {
      throw new IllegalStateException("The views are not running");
    }
    follower.stop();
    if (!follower.awaitEnd(LAST_TURN)) {
      throw new ViewBehindException(
          name,
          "The view '%s' does not stop; it is as it was, but stands: rebuild it again, or restart"
              .formatted(name));
    }
    try {
      new Rewind(tokens, name).run(events.createTailToken(), () -> clear(projection));
    } finally {
      follow(projection, events);
    }
    return log.head().nextPosition() - 1;
  }

  private void clear(Projection projection) {
    store.clearing(projection.name());
    projection.clear();
  }
}
