package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Documents that are fetched as they are asked for. */
interface Results extends Iterator<RawDocument>, AutoCloseable {

  @Override
  void close();

  default Stream<Document> stream() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, 0), false)
        .map(RawDocument::decode);
  }

  default List<Document> toList() {
    return stream().collect(Collectors.toCollection(ArrayList::new));
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
      public RawDocument next() {
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
  static Results of(Iterator<RawDocument> documents) {
    return new Results() {
      @Override
      public boolean hasNext() {
        return documents.hasNext();
      }

      @Override
      public RawDocument next() {
        return documents.next();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
