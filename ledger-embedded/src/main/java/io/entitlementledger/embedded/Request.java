package io.entitlementledger.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** A command as a client sent it. */
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
    Document sequences = new Document();
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
          String name = sequence.name();
          List<Document> documents = new ArrayList<>();
          while (sequence.hasMore()) {
            documents.add(sequence.document());
          }
          requireNew(sequences.put(name, documents) == null);
        }
        default -> throw new ProtocolException("it has a section of an unknown kind");
      }
    }
    for (String name : sequences.keySet()) {
      requireNew(!query.containsKey(name));
    }
    query.putAll(sequences);
    return of(Fields.text(query, "$db"), query);
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
