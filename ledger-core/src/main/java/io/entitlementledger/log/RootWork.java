package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a root unit of work has still to write: its events, and the tokens that say they were
 * reached. One callback writes all of it when the unit commits.
 *
 * <p>One, because commit callbacks run in reverse order of registration: with one each, the order
 * of a token and of the events it stands for would hang on who came first. Here the claims are
 * checked, then the events written, then the tokens.
 */
final class RootWork {
  private static final String KEY = RootWork.class.getName();

  private final Map<Object, EventWrite> events = new LinkedHashMap<>();
  private final Map<Object, TokenWrite> tokens = new LinkedHashMap<>();
  private boolean written;

  /** Events to be written as one commit. */
  interface EventWrite {
    void write();
  }

  /** A token to be written after the events. */
  interface TokenWrite {
    /** Fails if the token is no longer ours to write. */
    void check();

    void write();
  }

  private RootWork() {}

  /** The work of the present unit's root; empty outside a unit and when it has been written. */
  static Optional<RootWork> current() {
    if (!CurrentUnitOfWork.isStarted()) {
      return Optional.empty();
    }
    UnitOfWork<?> root = CurrentUnitOfWork.get().root();
    if (root.phase().isAfter(UnitOfWork.Phase.COMMIT)) {
      return Optional.empty();
    }
    RootWork work =
        root.getOrComputeResource(
            KEY,
            key -> {
              RootWork created = new RootWork();
              root.onCommit(unit -> created.write());
              return created;
            });
    return work.written ? Optional.empty() : Optional.of(work);
  }

  /** The events collected under a key so far; made on first use. */
  @SuppressWarnings("unchecked") // a key belongs to one type
  <T extends EventWrite> T events(Object key, java.util.function.Supplier<T> first) {
    return (T) events.computeIfAbsent(key, k -> first.get());
  }

  /** Writes a token after the events; a later one under the same key takes its place. */
  void token(Object key, TokenWrite write) {
    tokens.put(key, write);
  }

  private void write() {
    written = true;
    if (!events.isEmpty()) {
      List.copyOf(tokens.values()).forEach(TokenWrite::check);
    }
    new ArrayList<>(events.values()).forEach(EventWrite::write);
    new ArrayList<>(tokens.values()).forEach(TokenWrite::write);
  }
}
