package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** The matches of a query as they are met along a plan, all as of one moment. */
final class Scan implements Results {
  private final Store store;
  private final RocksCollection collection;
  private final Filter filter;
  private final Snapshot snapshot;
  private final ReadOptions at = new ReadOptions();
  private final Plan plan;
  private final Set<Key> seen = new HashSet<>();
  private final RocksIterator entries;
  private final Iterator<Plan.Range> ranges;
  private Plan.@Nullable Range range;
  private @Nullable RawDocument next;
  private boolean closed;

  /**
   * @param inOrder whether the order asked for matters more than how little is looked at
   */
  static Scan of(
      Store store,
      RocksCollection collection,
      Document query,
      @Nullable Document sort,
      boolean inOrder) {
    long version = collection.indexVersion();
    Plan plan = collection.plan(query, sort, inOrder);
    return new Scan(store, collection, query, sort, inOrder, version, plan);
  }

  /**
   * @param planned the version of the indexes that the first plan was made by
   */
  Scan(
      Store store,
      RocksCollection collection,
      Document query,
      @Nullable Document sort,
      boolean inOrder,
      long planned,
      Plan first) {
    this.store = store;
    this.collection = collection;
    this.filter = new Filter(query);
    long version = planned;
    Plan chosen = first;
    Snapshot moment = store.snapshot();
    // What the plan relies on must be true of the moment that is read.
    while (version != collection.indexVersion()) {
      store.release(moment);
      version = collection.indexVersion();
      chosen = collection.plan(query, sort, inOrder);
      moment = store.snapshot();
    }
    this.plan = chosen;
    this.snapshot = moment;
    at.setSnapshot(snapshot);
    this.entries = store.iterator(at);
    this.ranges = (plan.reverse() ? plan.ranges().reversed() : plan.ranges()).iterator();
  }

  Plan plan() {
    return plan;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !closed) {
      next = find();
      if (next == null) {
        close();
      }
    }
    return next != null;
  }

  @Override
  public RawDocument next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    RawDocument found = next;
    next = null;
    return found;
  }

  private @Nullable RawDocument find() {
    while (toEntry()) {
      RawDocument found = examine();
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Goes one entry on, whether it is a match or not; false when there are no more. */
  boolean step(Consumer<RawDocument> match) {
    if (closed || !toEntry()) {
      return false;
    }
    RawDocument found = examine();
    if (found != null) {
      match.accept(found);
    }
    return true;
  }

  /** The document of the entry stood on, if it matches. */
  private @Nullable RawDocument examine() {
    byte @Nullable [] bytes = null;
    if (plan.index() == null) {
      bytes = entries.value();
    } else {
      Key position = plan.index().position(entries.key(), entries.value());
      if (!plan.repeats() || seen.add(position)) {
        bytes = collection.read(at, position);
      }
    }
    forward();
    if (bytes == null) {
      return null;
    }
    store.examined.increment();
    RawDocument document = new RawDocument(bytes);
    return filter.matches(document) ? document : null;
  }

  /** Stands on an entry of the plan; false when there are no more. */
  private boolean toEntry() {
    while (range == null || !inRange(range)) {
      if (!ranges.hasNext()) {
        return false;
      }
      range = ranges.next();
      if (plan.reverse()) {
        entries.seekForPrev(range.to().bytes());
        if (Store.isOnEntry(entries) && new Key(entries.key()).compareTo(range.to()) >= 0) {
          entries.prev();
        }
      } else {
        entries.seek(range.from().bytes());
      }
    }
    return true;
  }

  private boolean inRange(Plan.Range range) {
    if (!Store.isOnEntry(entries)) {
      return false;
    }
    Key key = new Key(entries.key());
    return key.compareTo(range.from()) >= 0 && key.compareTo(range.to()) < 0;
  }

  private void forward() {
    if (plan.reverse()) {
      entries.prev();
    } else {
      entries.next();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      entries.close();
      at.close();
      store.release(snapshot);
    }
  }
}
