package io.entitlementledger.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A draft on its way through the appender. */
final class Pending {
  private enum State {
    WAITING,
    /** In a group, with nothing sent. */
    TAKEN,
    /** Perhaps in the store. */
    SENT,
    /** Sent, and its caller has gone without knowing. */
    LEFT,
    /** Not in the store, and nobody wants it there. */
    WITHDRAWN
  }

  private final Draft draft;

  /** What became of it, as the appender knows it. */
  private final CompletableFuture<Long> outcome = new CompletableFuture<>();

  /** What its caller waits for; {@link #tell} completes it. */
  private final CompletableFuture<Long> result = new CompletableFuture<>();

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long firstSent;

  Pending(Draft draft) {
    this.draft = draft;
  }

  Draft draft() {
    return draft;
  }

  /** What its caller waits for. */
  CompletableFuture<Long> result() {
    return result;
  }

  boolean isDecided() {
    return outcome.isDone();
  }

  boolean isRefused() {
    return outcome.isCompletedExceptionally();
  }

  /** The appender takes it, unless its caller has given it up. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  /**
   * The appender is about to send it, unless its caller has given it up. From here on its caller
   * cannot take it back.
   */
  boolean send() {
    if (!state.compareAndSet(State.TAKEN, State.SENT)) {
      return false;
    }
    if (firstSent == 0) {
      firstSent = System.nanoTime() | 1; // never 0
    }
    return true;
  }

  /** It is certain that it is not in the store, so it can be taken back again. */
  void notStored() {
    if (!state.compareAndSet(State.SENT, State.TAKEN)) {
      state.compareAndSet(State.LEFT, State.WITHDRAWN);
    }
  }

  /** The caller gives it up, unless it may already be on its way to the store. */
  boolean withdraw() {
    return state.compareAndSet(State.WAITING, State.WITHDRAWN)
        || state.compareAndSet(State.TAKEN, State.WITHDRAWN);
  }

  /**
   * The caller goes without knowing. Should it turn out that it was not stored, it never will be.
   */
  boolean leave() {
    return !outcome.isDone() && state.compareAndSet(State.SENT, State.LEFT);
  }

  /** Whether it may be in the store while nobody knows. */
  boolean isUndecided() {
    State now = state.get();
    return !outcome.isDone() && (now == State.SENT || now == State.LEFT);
  }

  /** When it was first sent, by {@link System#nanoTime()}; 0 if it was not. */
  long firstSent() {
    return firstSent;
  }

  /** Whether there is nothing more to do for it. */
  boolean isSettled() {
    return outcome.isDone() || state.get() == State.WITHDRAWN;
  }

  /** It is durable. Its caller is not told yet: see {@link #tell}. */
  void committed(long lastPosition) {
    Submission submission = draft.submission();
    if (submission != null) {
      submission.committed(lastPosition);
    }
    outcome.complete(lastPosition);
  }

  /** It is not in the store and never will be, or nobody will find out; its caller is told. */
  void fail(Throwable cause) {
    outcome.completeExceptionally(cause);
    tell();
  }

  /** Wakes its caller, which costs the thread that does it more than all else about a commit. */
  void tell() {
    if (outcome.isCompletedExceptionally()) {
      result.completeExceptionally(outcome.exceptionNow());
    } else {
      result.complete(outcome.resultNow());
    }
  }
}
