package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Results a client has not read to the end: each holds the store as it was when it began. */
final class Cursors extends CursorRegistry implements AutoCloseable {
  /** As in MongoDB: a cursor nobody has asked for this long is closed. */
  private static final Duration IDLE = Duration.ofMinutes(10);

  private static final int FIRST_BATCH = 101;

  /** A reply holds at most this much and one document more, far below what a message may be. */
  private static final long MOST_BYTES = 4 << 20;

  private final Map<Long, Open> open = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Cursors() {
    this(System::nanoTime);
  }

  Cursors(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private final class Open {
    private final long id;
    private final Results results;
    private final UnaryOperator<RawDocument> projection;
    private volatile long lastUsed = nanoTime.getAsLong();
    private boolean closed;

    private Open(long id, Results results, UnaryOperator<RawDocument> projection) {
      this.id = id;
      this.results = results;
      this.projection = projection;
    }

    private synchronized boolean isEmpty() {
      return closed || !results.hasNext();
    }

    private synchronized List<RawDocument> take(int most) {
      if (closed) {
        throw new CursorNotFoundException(id);
      }
      lastUsed = nanoTime.getAsLong();
      List<RawDocument> documents = new ArrayList<>();
      long bytes = 0;
      while (documents.size() < most && bytes < MOST_BYTES && results.hasNext()) {
        RawDocument document = projection.apply(results.next());
        documents.add(document);
        bytes += document.length();
      }
      return documents;
    }

    private boolean isIdle() {
      return nanoTime.getAsLong() - lastUsed > IDLE.toNanos();
    }

    private synchronized void close() {
      closed = true;
      results.close();
    }
  }

  /** The first documents, and a cursor for the rest if there are any. */
  Document first(
      String namespace,
      Results results,
      UnaryOperator<RawDocument> projection,
      @Nullable Number batchSize,
      boolean only) {
    Open cursor = new Open(generateCursorId(), results, projection);
    boolean kept = false;
    try {
      List<RawDocument> documents =
          cursor.take(batchSize == null ? FIRST_BATCH : batchSize.intValue());
      kept = !only && !cursor.isEmpty();
      if (kept) {
        open.put(cursor.id, cursor);
      }
      return reply(namespace, "firstBatch", documents, kept ? cursor.id : 0);
    } finally {
      if (!kept) {
        cursor.close();
      }
    }
  }

  Document next(String namespace, long id, @Nullable Number batchSize) {
    Open cursor = open.get(id);
    if (cursor == null) {
      throw new CursorNotFoundException(id);
    }
    int most = batchSize == null ? 0 : batchSize.intValue();
    boolean kept = false; // one that has failed could go on behind what it failed at
    try {
      List<RawDocument> documents = cursor.take(most == 0 ? Integer.MAX_VALUE : most);
      kept = !cursor.isEmpty();
      return reply(namespace, "nextBatch", documents, kept ? id : 0);
    } finally {
      if (!kept) {
        remove(id);
      }
    }
  }

  static Document reply(String namespace, String name, Collection<RawDocument> documents, long id) {
    Document cursor = new Document("id", id).append("ns", namespace).append(name, documents);
    Document reply = new Document("cursor", cursor);
    Utils.markOkay(reply);
    return reply;
  }

  @Override
  public boolean remove(long id) {
    Open cursor = open.remove(id);
    if (cursor == null) {
      return false;
    }
    cursor.close();
    return true;
  }

  @Override
  public int size() {
    return open.size();
  }

  /**
   * Called with every command, of which there are always some: the monitor of any driver's client
   * sends one every few seconds.
   */
  void closeIdle() {
    for (Open cursor : open.values()) {
      if (cursor.isIdle()) {
        remove(cursor.id);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::remove);
  }
}
