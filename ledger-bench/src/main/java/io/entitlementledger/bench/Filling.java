package io.entitlementledger.bench;

import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.value.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Fills a log to a size. A tenth of the events are of accounts that grow slowly, one event a commit
 * between commits of others; the rest is written in larger commits, to be done sooner. Up to a few
 * thousand events all are of the first kind.
 */
final class Filling {
  private static final int WRITERS = 8;
  private static final long SLOWLY_UP_TO = 10_000;
  private static final int LARGE_COMMIT = 45;
  private static final int SMALL_COMMITS_BETWEEN = LARGE_COMMIT / 9;

  /** How many slow accounts a writer has under way: few first, so that some are soon complete. */
  private static final int FEW = 1;

  private static final int MANY = 64;

  private final LedgerContender ledger;
  private final List<Writer> writers =
      IntStream.range(0, WRITERS).mapToObj(_ -> new Writer()).toList();
  private final AtomicLong size = new AtomicLong();

  Filling(LedgerContender ledger) {
    this.ledger = ledger;
  }

  /** Accounts that grew slowly to their full length, all over the log. */
  List<String> complete() {
    return writers.stream().flatMap(writer -> writer.complete.stream()).toList();
  }

  /** What others appended to the log meanwhile. */
  void grewBy(long events) {
    size.addAndGet(events);
  }

  long size() {
    return size.get();
  }

  void fillTo(long target) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (Writer writer : writers) {
        work.add(() -> writer.fillTo(target));
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The log could not be filled", e.getCause());
    }
  }

  /** One thread's accounts. */
  private final class Writer {
    private final SplittableRandom random = new SplittableRandom();
    private final List<AccountWriter> slow = new ArrayList<>();
    private final List<String> complete = new ArrayList<>();

    Void fillTo(long target) {
      while (size.get() < target) {
        boolean slowly = size.get() < SLOWLY_UP_TO;
        for (int i = 0; i < SMALL_COMMITS_BETWEEN && size.get() < target; i++) {
          appendToOneOf(slowly ? FEW : MANY);
        }
        if (!slowly && size.get() < target) {
          appendLargeCommit();
        }
      }
      return null;
    }

    private void appendToOneOf(int underWay) {
      while (slow.size() < underWay) {
        slow.add(new AccountWriter());
      }
      int chosen = random.nextInt(slow.size());
      AccountWriter account = slow.get(chosen);
      DomainEventMessage<LineIncreased> event = account.next();
      ledger.engine().appendEvents(event);
      size.incrementAndGet();
      if (event.getSequenceNumber() == AccountWriter.EVENTS_OF_AN_ACCOUNT - 1) {
        complete.add(event.getAggregateIdentifier());
        slow.remove(chosen);
      }
    }

    private void appendLargeCommit() {
      AccountId account = AccountWriter.nextAccount();
      ledger
          .engine()
          .appendEvents(
              IntStream.range(0, LARGE_COMMIT)
                  .mapToObj(sequence -> AccountWriter.message(account, sequence, random))
                  .toList());
      size.addAndGet(LARGE_COMMIT);
    }
  }
}
