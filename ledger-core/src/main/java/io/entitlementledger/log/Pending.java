package io.entitlementledger.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A draft on its way through the appender. */
final class Pending {
  private enum State {
    WAITING,
    TAKEN,
    WITHDRAWN
  }

  private final Draft draft;
  private final CompletableFuture<Long> result = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  Pending(Draft draft) {
    this.draft = draft;
  }

  Draft draft() {
    return draft;
  }

  CompletableFuture<Long> result() {
    return result;
  }

  /** The appender takes it, unless its caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /** The caller gives it up, unless it may already be on its way to the store. */
  boolean withdraw() {
    return state.compareAndSet(State.WAITING, State.WITHDRAWN);
  }

  boolean isTaken() {
    return state.get() == State.TAKEN;
  }

  void committed(long lastPosition) {
    Submission submission = draft.submission();
    if (submission != null) {
      submission.committed(lastPosition);
    }
    result.complete(lastPosition);
  }

  void fail(Throwable cause) {
    result.completeExceptionally(cause);
  }
}
