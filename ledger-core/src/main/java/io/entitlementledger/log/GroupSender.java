package io.entitlementledger.log;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Sends linked commits as one ordered insert and finds out what became of each.
 *
 * <p>When the outcome is unknown the same documents are sent again at the same positions. An insert
 * that is still under way can then only fail: it goes in order, and the first position it needs is
 * taken, by itself or by another writer.
 */
final class GroupSender {
  private static final int DUPLICATE_KEY = 11000;

  /** To wake so many callers takes no longer than to have another thread do it. */
  private static final int FEW = 2;

  /** A primary that steps down or shuts down, and conflicts within the store: all pass. */
  private static final Set<Integer> PASSING = Set.of(91, 112, 189, 10107, 11600, 11602, 13435);

  private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);

  /** Who holds the position a commit was meant for. */
  private enum Holder {
    WE,
    ANOTHER,
    NOBODY
  }

  private final MongoCollection<Document> collection;
  private final MongoCollection<Document> newest;
  private final Consumer<Commit> onWritten;
  private final Outage outage;
  private final BooleanSupplier closed;

  /**
   * @param onWritten hears of every written commit before its caller does
   * @param outage hears of every refusal
   * @param closed whether to give up on an unknown outcome
   */
  GroupSender(EventLog log, Consumer<Commit> onWritten, Outage outage, BooleanSupplier closed) {
    this.onWritten = onWritten;
    this.collection = log.collection();
    // What caused a duplicate key is there, but not yet on a majority.
    this.newest = collection.withReadConcern(ReadConcern.LOCAL);
    this.outage = outage;
    this.closed = closed;
  }

  /**
   * Sends a group. The commits that are decided on return are the written ones and those that
   * cannot be; the others have lost their place.
   *
   * @return where the log ends now; null if another writer was first and it must be read
   */
  @Nullable Head send(List<Linked> group) {
    List<Document> documents =
        group.stream().map(linked -> CommitDocument.write(linked.commit())).toList();
    Backoff backoff = new Backoff(1000);
    int done = 0;
    while (done < group.size()) {
      try {
        collection.insertMany(documents.subList(done, documents.size()), ORDERED);
        done = succeed(group, done, group.size());
      } catch (MongoBulkWriteException e) {
        if (e.getWriteErrors().isEmpty() || e.getWriteConcernError() != null) {
          wait(backoff, group.subList(done, group.size()), e);
          continue;
        }
        // Only the index is believed: there are servers that count the inserted ones wrongly.
        BulkWriteError error = e.getWriteErrors().getFirst();
        done = succeed(group, done, done + error.getIndex());
        if (PASSING.contains(error.getCode())) {
          wait(backoff, group.subList(done, group.size()), e);
          continue;
        }
        Linked refused = group.get(done);
        if (error.getCode() != DUPLICATE_KEY) {
          refused.pending().fail(new EventStoreException("The store refused a commit", e));
          return refused.previous();
        }
        Holder holder;
        try {
          holder = holderOf(refused.commit(), backoff);
        } catch (MongoException unreadable) {
          wait(backoff, group.subList(done, group.size()), unreadable);
          continue;
        }
        switch (holder) {
          case WE -> done = succeed(group, done, done + 1);
          case ANOTHER -> {
            return null;
          }
          case NOBODY -> {
            refused.pending().fail(conflict(refused));
            return refused.previous();
          }
        }
      } catch (MongoException e) {
        wait(backoff, group.subList(done, group.size()), e);
      }
    }
    return group.getLast().commit().head();
  }

  private int succeed(List<Linked> group, int from, int to) {
    List<Linked> written = group.subList(from, to);
    for (Linked linked : written) {
      onWritten.accept(linked.commit());
      linked.pending().committed(linked.commit().lastPosition());
    }
    if (written.size() > FEW) {
      // To wake many takes as long as to write them; the next group need not wait for it.
      Thread.startVirtualThread(() -> written.forEach(linked -> linked.pending().tell()));
    } else {
      written.forEach(linked -> linked.pending().tell());
    }
    return to;
  }

  private static StreamConflictException conflict(Linked refused) {
    StreamSpan span = refused.commit().spans().getFirst();
    return new StreamConflictException(
        0, "sequence %d of %s is already there".formatted(span.first(), span.stream()));
  }

  private void wait(Backoff backoff, List<Linked> rest, MongoException cause) {
    outage.goesOn(rest.size(), cause);
    if (closed.getAsBoolean()) {
      throw new CommitUndecidedException("Closed while the outcome of a write was unknown", cause);
    }
    backoff.pause();
  }

  private Holder holderOf(Commit commit, Backoff backoff) {
    if (holderIn(newest, commit) == Holder.NOBODY) {
      return Holder.NOBODY;
    }
    // Neither success nor loss is told before it is final.
    while (true) {
      Holder holder = holderIn(collection, commit);
      if (holder != Holder.NOBODY) {
        return holder;
      }
      if (holderIn(newest, commit) == Holder.NOBODY) {
        // Rolled back meanwhile: the position is free again, so the same documents are sent again.
        throw new MongoException("The holder of position " + commit.position() + " is gone");
      }
      backoff.pause();
    }
  }

  private static Holder holderIn(MongoCollection<Document> view, Commit commit) {
    Document there = view.find(Filters.eq(CommitDocument.ID, commit.position())).first();
    if (there == null) {
      return Holder.NOBODY;
    }
    // The body holds the event ids, so an equal leaf is the same commit.
    boolean ours =
        there.get(CommitDocument.LEAF) instanceof org.bson.types.Binary leaf
            && Arrays.equals(leaf.getData(), commit.leafBytes());
    return ours ? Holder.WE : Holder.ANOTHER;
  }
}
