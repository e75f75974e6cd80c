package io.entitlementledger.bench;

import io.entitlementledger.bench.WebhookLoad.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** From a webhook to its durable 2xx, over HTTP, beside requests that do nothing. */
@Command(
    name = "webhook",
    description =
        "Posts orders to the packaged ledger on this machine: how many it takes, how long they"
            + " take at half of that, and how many it takes when there are too many.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
final class Webhook implements Callable<Integer> {
  private static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 64);
  private static final int WARM_UP_CONNECTIONS = 32;

  @Option(names = "--seconds", defaultValue = "20", description = "how long to measure each thing")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "180",
      description =
          "seconds before anything counts; on two processors the JVM compiles for some two minutes")
  int warmUp;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || warmUp < 0) {
      throw new ParameterException(output.line(), "there has to be at least one second");
    }
    output.of("webhook", this::measure);
    return 0;
  }

  private String measure(Path directory) throws IOException, InterruptedException {
    // As ./ledger starts it, but for the processors.
    List<String> options =
        List.of(
            "-Xmx1g",
            "-XX:MaxGCPauseMillis=25",
            "-XX:G1HeapRegionSize=8m",
            "-XX:ActiveProcessorCount=2");
    try (LedgerProgram program =
        LedgerProgram.serve(directory.resolve("data"), directory.resolve("said"), options)) {
      return measure(new WebhookLoad(program.address()), new WebhookRequests(program.address()));
    }
  }

  private String measure(WebhookLoad load, WebhookRequests requests) throws InterruptedException {
    Duration each = Duration.ofSeconds(seconds);
    load.closed(WARM_UP_CONNECTIONS, Duration.ofSeconds(warmUp), requests::order);
    load.closed(WARM_UP_CONNECTIONS, Duration.ofSeconds(warmUp).dividedBy(3), requests::noOp);
    Report report = new Report();
    double most = 0;
    int best = 0;
    for (int connections : CONNECTIONS) {
      String of = connections + (connections == 1 ? " connection" : " connections");
      double noOp = load.closed(connections, each, requests::noOp).perSecond();
      double taken = load.closed(connections, each, requests::order).perSecond();
      report.row("no-op", of, noOp, "answers/s");
      report.row("webhook", of, taken, "answers/s").ratio(taken / noOp, "no-op");
      if (taken > most) {
        most = taken;
        best = connections;
      }
    }
    String half = "half of the most, over %d connections".formatted(CONNECTIONS.getLast());
    List<Double> latencies = load.open(CONNECTIONS.getLast(), most / 2, each, requests::order);
    Samples samples = Samples.of(latencies, latency -> latency);
    report.row("webhook, from when it was due", half, samples.median(), "ms, median");
    report.row("webhook, from when it was due", half, samples.percentile(99), "ms, p99");
    report.row("webhook, from when it was due", half, samples.greatest(), "ms, longest");
    Answers overload = load.closed(3 * CONNECTIONS.getLast(), each, requests::order);
    report
        .row(
            "webhook",
            3 * CONNECTIONS.getLast() + " connections",
            overload.perSecond(),
            "answers/s")
        .ratio(overload.perSecond() / most, "the most");
    return """
    - no-op: GET /actuator/health/liveness of the same process in turn with the webhooks; it has no \
    body, no credential and nothing to store
    - the most: at %d connections
    - statuses of %d connections, which wait as Retry-After says (0: broken off): %s

    %s\
    """
        .formatted(best, 3 * CONNECTIONS.getLast(), overload.statuses(), report.markdown());
  }
}
