package io.entitlementledger.log;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses that grow to a bound, with chance in them so that two processes do not keep step. */
final class Backoff {
  private final int longestMillis;
  private int millis = 1;

  Backoff(int longestMillis) {
    this.longestMillis = longestMillis;
  }

  void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(millis + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    millis = Math.min(longestMillis, millis * 2);
  }
}
