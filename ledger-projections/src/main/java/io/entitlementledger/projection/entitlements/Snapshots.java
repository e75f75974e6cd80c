package io.entitlementledger.projection.entitlements;

import io.entitlementledger.log.Head;
import io.entitlementledger.projection.replay.Currency;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewBehindException;
import io.entitlementledger.projection.replay.ViewStore;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Source;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Answers what every account was entitled to at one instant. */
public final class Snapshots {
  /** Accounts read at once: all that a stream keeps in memory. */
  private static final int PAGE = 100;

  private final EntitlementView view;
  private final Entitlements entitlements;
  private final ViewStore store;
  private final Currency currency;

  public Snapshots(
      EntitlementView view, Entitlements entitlements, ViewStore store, Currency currency) {
    this.view = view;
    this.entitlements = entitlements;
    this.store = store;
    this.currency = currency;
  }

  /**
   * Every account that something had happened to by then. What is recorded while the stream is read
   * changes nothing in it.
   *
   * @param asOf counts what is effective at this instant or before
   * @param knownAt counts what was recorded at this instant or before
   * @throws ViewBehindException if the view is not current in time
   */
  public Snapshot stream(Instant asOf, Instant knownAt, Freshness freshness) {
    return stream(asOf, knownAt, freshness, null);
  }

  /**
   * The same, of one source's accounts.
   *
   * @param source all when it is null
   */
  public Snapshot stream(
      Instant asOf, Instant knownAt, Freshness freshness, @Nullable Source source) {
    Head head = currency.awaitLog(freshness);
    long position = head.nextPosition() - 1;
    boolean isFinal = head.highWater().isAfter(knownAt);
    long clearings = store.clearings(EntitlementView.NAME);
    currency.awaitAll(EntitlementView.NAME, position, freshness);
    return new Snapshot(
        asOf,
        knownAt,
        position,
        isFinal,
        StreamSupport.stream(
            new Accounts(asOf, knownAt, position, isFinal, clearings, source), false));
  }

  private final class Accounts extends Spliterators.AbstractSpliterator<EntitlementsAnswer> {
    private final Instant asOf;
    private final Instant knownAt;
    private final long position;
    private final boolean isFinal;
    private final long clearings;
    private final @Nullable Source source;
    private final Deque<EntitlementsAnswer> page = new ArrayDeque<>();
    private @Nullable AccountId last;
    private boolean read;

    Accounts(
        Instant asOf,
        Instant knownAt,
        long position,
        boolean isFinal,
        long clearings,
        @Nullable Source source) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
      this.asOf = asOf;
      this.knownAt = knownAt;
      this.position = position;
      this.isFinal = isFinal;
      this.clearings = clearings;
      this.source = source;
    }

    @Override
    public boolean tryAdvance(Consumer<? super EntitlementsAnswer> action) {
      while (page.isEmpty() && !read) {
        readPage();
      }
      EntitlementsAnswer answer = page.poll();
      if (answer != null) {
        action.accept(answer);
      }
      return answer != null;
    }

    private void readPage() {
      List<AccountFold> accounts = view.page(last, PAGE, source);
      for (AccountFold account : accounts) {
        EntitlementsAnswer answer = entitlements.answer(account, asOf, knownAt, position, isFinal);
        if (answer.position() != null) { // else nothing of it was recorded by then
          page.add(answer);
        }
        last = account.account();
      }
      read = accounts.size() < PAGE;
      if (store.clearings(EntitlementView.NAME) != clearings) {
        throw new ViewBehindException(
            EntitlementView.NAME, "The view was rebuilt while it was read; begin again.");
      }
    }
  }
}
