package io.entitlementledger.bench;

import static io.entitlementledger.bench.WebhookRound.CONNECTIONS;
import static io.entitlementledger.bench.WebhookRound.MOST_CONNECTIONS;
import static io.entitlementledger.bench.WebhookRound.TOO_MANY;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final int WARM_UP_CONNECTIONS = 32;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "how long to measure each thing in each round")
  int seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "how often to measure everything")
  int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "180",
      description =
          "seconds before anything counts; on two processors the JVM compiles for some two minutes")
  int warmUp;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds < 1 || rounds < 1 || warmUp < 0) {
      throw new ParameterException(output.line(), "there has to be a second and a round at least");
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
            LedgerProgram.serve(directory.resolve("data"), directory.resolve("said"), options);
        WebhookViews views = new WebhookViews(program.address())) {
      return measure(
          new WebhookLoad(program.address()), new WebhookRequests(program.address()), views);
    }
  }

  private String measure(WebhookLoad load, WebhookRequests requests, WebhookViews views)
      throws InterruptedException {
    load.closed(WARM_UP_CONNECTIONS, Duration.ofSeconds(warmUp), requests::order);
    load.closed(WARM_UP_CONNECTIONS, Duration.ofSeconds(warmUp).dividedBy(3), requests::noOp);
    List<WebhookRound> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      all.add(WebhookRound.of(load, requests, views, Duration.ofSeconds(seconds)));
    }
    return """
    - no-op: GET /actuator/health/liveness of the same process in turn with the webhooks; it has no \
    body, no credential and nothing to store
    - the views have caught up before each measurement
    - results and ratios: the median of %d rounds; the most of a round is what it takes over the \
    number of connections at which it takes most
    - statuses of %d connections, which wait as Retry-After says (0: broken off): %s

    %s\
    """
        .formatted(rounds, TOO_MANY, statuses(all), report(all).markdown());
  }

  private static Map<Integer, Long> statuses(List<WebhookRound> all) {
    Map<Integer, Long> statuses = new TreeMap<>();
    for (WebhookRound round : all) {
      round.overload().statuses().forEach((status, n) -> statuses.merge(status, n, Long::sum));
    }
    return statuses;
  }

  private static Report report(List<WebhookRound> all) {
    Report report = new Report();
    for (int i = 0; i < CONNECTIONS.size(); i++) {
      int at = i;
      List<WebhookRound.Step> steps = all.stream().map(round -> round.steps().get(at)).toList();
      int connections = CONNECTIONS.get(i);
      String of = connections + (connections == 1 ? " connection" : " connections");
      report.row("no-op", of, Samples.of(steps, WebhookRound.Step::noOp), "answers/s");
      report
          .row("webhook", of, Samples.of(steps, WebhookRound.Step::taken), "answers/s")
          .ratio(Samples.of(steps, WebhookRound.Step::ratio).median(), "no-op");
    }
    String lag = "the slowest view's lag";
    String atTheEnd = "%d connections, at the end";
    Samples behind = Samples.of(all, WebhookRound::behind);
    report.row(lag, atTheEnd.formatted(MOST_CONNECTIONS), behind, "events");
    String due = "webhook, from when it was due";
    String half = "half of the most, over %d connections".formatted(MOST_CONNECTIONS);
    List<Samples> latencies = all.stream().map(WebhookRound::latencies).toList();
    report.row(due, half, Samples.of(latencies, Samples::median), "ms, median");
    report.row(due, half, Samples.of(latencies, round -> round.percentile(99)), "ms, p99");
    report.row(due, half, Samples.of(latencies, Samples::greatest), "ms, longest");
    Samples overload = Samples.of(all, round -> round.overload().perSecond());
    report
        .row("webhook", TOO_MANY + " connections", overload, "answers/s")
        .ratio(Samples.of(all, WebhookRound::underOverload).median(), "the most");
    behind = Samples.of(all, WebhookRound::behindOverload);
    report.row(lag, atTheEnd.formatted(TOO_MANY), behind, "events");
    return report;
  }
}
