package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command as a client sent it. Documents to insert are left as bytes, those of the message
 * itself: they are good only until the next message is read.
 */
record Request(String database, String command, Document query) {
  private static final int CHECKSUM_PRESENT = 1;
  private static final int MORE_TO_COME = 1 << 1;

  /** Flags below this one must be understood, and those above may be ignored. */
  private static final int OPTIONAL = 0xFFFF0000;

  /** Whether the client waits for an answer to this {@code OP_MSG}. */
  static boolean isAnswered(byte[] bytes, int from, int to) {
    return to - from < 4 || (new BsonReader(bytes, from, to).int32() & MORE_TO_COME) == 0;
  }

  /**
   * What follows the header of an {@code OP_MSG}.
   *
   * @throws ProtocolException if it is no such message
   * @throws MongoServerError if it is one, of documents that are not well-formed
   */
  static Request ofMessage(byte[] bytes, int from, int to) throws ProtocolException {
    BsonReader head = new BsonReader(bytes, from, to);
    int flags = head.int32();
    if ((flags & ~(CHECKSUM_PRESENT | MORE_TO_COME | OPTIONAL)) != 0) {
      throw new ProtocolException("its flags are not known");
    }
    int end = (flags & CHECKSUM_PRESENT) == 0 ? to : to - Integer.BYTES;
    BsonReader sections = new BsonReader(bytes, head.at(), end);
    Document query = new Document();
    Map<String, List<RawDocument>> sequences = new LinkedHashMap<>();
    while (sections.hasMore()) {
      switch (sections.one()) {
        case 0 -> {
          requireNew(query.isEmpty());
          query = sections.document();
        }
        case 1 -> {
          int start = sections.at();
          int length = sections.int32();
          sections.take(length - Integer.BYTES);
          BsonReader sequence = new BsonReader(bytes, start + Integer.BYTES, start + length);
          requireNew(sequences.put(sequence.name(), documents(bytes, sequence)) == null);
        }
        default -> throw new ProtocolException("it has a section of an unknown kind");
      }
    }
    boolean insert = !query.isEmpty() && query.keySet().iterator().next().equals("insert");
    for (Map.Entry<String, List<RawDocument>> sequence : sequences.entrySet()) {
      List<RawDocument> raw = sequence.getValue();
      List<?> documents = insert ? raw : raw.stream().map(RawDocument::decode).toList();
      requireNew(query.put(sequence.getKey(), documents) == null);
    }
    return of(Fields.text(query, "$db"), query);
  }

  private static List<RawDocument> documents(byte[] bytes, BsonReader sequence) {
    List<RawDocument> documents = new ArrayList<>();
    while (sequence.hasMore()) {
      int start = sequence.at();
      sequence.skipDocument();
      documents.add(new RawDocument(bytes, start, sequence.at() - start));
    }
    return documents;
  }

  /** What follows the header of an {@code OP_QUERY}: only commands are sent that way. */
  static Request ofQuery(byte[] bytes, int from, int to) throws ProtocolException {
    BsonReader fields = new BsonReader(bytes, from, to);
    fields.int32();
    String collection = fields.name();
    fields.int64();
    Document query = fields.document();
    if (!collection.endsWith(".$cmd")) {
      throw new ProtocolException("it is a query of a kind no longer in use");
    }
    String database = collection.substring(0, collection.length() - ".$cmd".length());
    return of(database, query);
  }

  private static Request of(String database, Document query) throws ProtocolException {
    if (query.isEmpty()) {
      throw new ProtocolException("it names no command");
    }
    return new Request(database, query.keySet().iterator().next(), query);
  }

  private static void requireNew(boolean isNew) throws ProtocolException {
    if (!isNew) {
      throw new ProtocolException("it says something twice");
    }
  }
}
