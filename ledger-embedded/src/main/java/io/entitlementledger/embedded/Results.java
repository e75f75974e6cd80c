package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Documents that are fetched as they are asked for. */
interface Results extends Iterator<Results.Stored>, AutoCloseable {

  /**
   * A document, and how large it is as it is stored.
   *
   * @param bytes its size
   */
  record Stored(Document document, int bytes) {}

  @Override
  void close();

  default Stream<Document> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, 0), false)
        .map(Stored::document);
  }

  default List<Document> toList() {
    List<Document> all = new ArrayList<>();
    forEachRemaining(stored -> all.add(stored.document()));
    return all;
  }

  /** These results without the first ones and, unless the limit is 0, with at most so many. */
  default Results slice(int skip, int limit) {
    if (skip == 0 && limit == 0) {
      return this;
    }
    Results all = this;
    return new Results() {
      private int toSkip = skip;
      private int given;

      @Override
      public boolean hasNext() {
        while (toSkip > 0 && all.hasNext()) {
          all.next();
          toSkip--;
        }
        return (limit == 0 || given < limit) && all.hasNext();
      }

      @Override
      public Stored next() {
        given++;
        return all.next();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }

  /** Results already in memory. */
  static Results of(Iterator<Stored> documents) {
    return new Results() {
      @Override
      public boolean hasNext() {
        return documents.hasNext();
      }

      @Override
      public Stored next() {
        return documents.next();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
