package io.entitlementledger.bench;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the senders find the ledger, and where they wait while it is down. */
final class KillLedger {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private @Nullable URI address;
  private int senders;
  private int waiting;
  private long acknowledged;
  private long awaited = Long.MAX_VALUE;
  private CompletableFuture<Void> reached = new CompletableFuture<>();

  /**
   * @param senders how many will wait here
   */
  KillLedger(int senders) {
    this.senders = senders;
  }

  /** Its address, as soon as it has one. */
  synchronized URI address() throws InterruptedException {
    waiting++;
    notifyAll();
    URI now = address;
    while (now == null) {
      wait();
      now = address;
    }
    waiting--;
    return now;
  }

  /** Lets the senders go on. */
  synchronized void up(URI at) {
    address = at;
    notifyAll();
  }

  /** Has them wait from their next request on. */
  synchronized void down() {
    address = null;
  }

  /** Waits until all of them wait: what they were told then stays as it is. */
  synchronized void awaitIdle() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (waiting < senders) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IllegalStateException("A sender did not notice that the ledger is down");
      }
      wait(left);
    }
  }

  /** A sender comes no more. */
  synchronized void leave() {
    senders--;
    notifyAll();
  }

  /** A sender was answered with a 2xx. */
  synchronized void acknowledge() {
    acknowledged++;
    if (acknowledged >= awaited) {
      reached.complete(null);
    }
  }

  /** Is done when so many more were acknowledged. */
  synchronized CompletableFuture<Void> acknowledged(int more) {
    awaited = acknowledged + more;
    reached = new CompletableFuture<>();
    if (more == 0) {
      reached.complete(null);
    }
    return reached;
  }
}
