package io.entitlementledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/** The threads that send, and what they were told. */
final class KillSenders implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads;
  private final KillLedger ledger;
  private final List<KillRequests> requests = new ArrayList<>();
  private final List<KillBook> books = new ArrayList<>();
  private final List<Future<?>> sending = new ArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();

  KillSenders(int count, long seed) {
    threads = Executors.newFixedThreadPool(count);
    ledger = new KillLedger(count);
    for (int i = 0; i < count; i++) {
      KillRequests of = new KillRequests(http, ledger);
      KillBook book = new KillBook();
      requests.add(of);
      books.add(book);
      KillSender sender = new KillSender(i, seed, of, book);
      sending.add(
          threads.submit(
              () -> {
                try {
                  sender.send(enough::get);
                  return null;
                } finally {
                  ledger.leave();
                }
              }));
    }
  }

  /** Where they find the ledger. */
  KillLedger ledger() {
    return ledger;
  }

  /** What is wrong with a ledger that was started again. */
  List<String> check(URI at) throws IOException, InterruptedException {
    return new KillCheck(http, at, books).news();
  }

  /** Has them end, on a ledger that reads all they sent; what is wrong with it then. */
  List<String> finish(URI at) throws IOException, InterruptedException {
    enough.set(true);
    ledger.up(at);
    try {
      for (Future<?> each : sending) {
        each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      return List.of("a sender did not come to an end: " + e);
    }
    KillBook swept = new KillBook();
    new KillOperator("sweep", new KillRequests(http, ledger), swept).sweep();
    books.add(swept);
    return new KillCheck(http, at, books).all();
  }

  /** Attempts that got no 2xx. */
  long retries() {
    return requests.stream().mapToLong(KillRequests::retries).sum();
  }

  /** A number of each book, added up. */
  long sum(ToLongFunction<KillBook> number) {
    return books.stream().mapToLong(number).sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    http.close();
  }
}
