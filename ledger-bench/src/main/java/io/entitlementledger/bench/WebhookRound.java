package io.entitlementledger.bench;

import io.entitlementledger.bench.WebhookLoad.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is measured of webhooks, once. The machine's pace moves, so what is compared is
 * of one round, and measured one after the other; the views have caught up before each.
 *
 * @param steps in the order of {@link #CONNECTIONS}
 * @param behind events that the slowest view was behind at the end of the last step
 * @param latencies in milliseconds, at half of the most of this round
 * @param overload at three times the connections
 * @param behindOverload as {@code behind}, after that
 */
record WebhookRound(
    List<Step> steps, long behind, Samples latencies, Answers overload, long behindOverload) {
  static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 64);
  static final int MOST_CONNECTIONS = CONNECTIONS.getLast();
  static final int TOO_MANY = 3 * MOST_CONNECTIONS;

  /** Answers a second over so many connections. */
  record Step(double noOp, double taken) {
    double ratio() {
      return taken / noOp;
    }
  }

  static WebhookRound of(
      WebhookLoad load, WebhookRequests requests, WebhookViews views, Duration each)
      throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    long behind = 0;
    for (int connections : CONNECTIONS) {
      views.awaitAll();
      double noOp = load.closed(connections, each, requests::noOp).perSecond();
      double taken = load.closed(connections, each, requests::order).perSecond();
      behind = views.behind();
      steps.add(new Step(noOp, taken));
    }
    views.awaitAll();
    double half = most(steps) / 2;
    List<Double> latencies = load.open(MOST_CONNECTIONS, half, each, requests::order);
    views.awaitAll();
    Answers overload = load.closed(TOO_MANY, each, requests::order);
    return new WebhookRound(
        List.copyOf(steps),
        behind,
        Samples.of(latencies, latency -> latency),
        overload,
        views.behind());
  }

  private static double most(List<Step> steps) {
    return Samples.of(steps, Step::taken).greatest();
  }

  /** How many it takes with too many connections, to the most it takes. */
  double underOverload() {
    return overload.perSecond() / most(steps);
  }
}
