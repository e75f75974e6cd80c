package io.entitlementledger.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** A commit as a document, and back. The field names are final. */
final class CommitDocument {
  static final String ID = "_id";
  static final String COUNT = "n";
  static final String STREAMS = "s";
  static final String STREAM = "a";
  static final String FIRST = "f";
  static final String HASH = "h";
  static final String LATEST = "t";
  static final String HIGH_WATER = "hw";
  static final String BODY = "body";
  static final String RAW = "raw";
  static final String SALT = "salt";
  static final String LEAF = "leaf";
  static final String CHAIN = "chain";

  private CommitDocument() {}

  static Document write(Commit commit) {
    List<Document> streams = new ArrayList<>();
    for (int i = 0; i < commit.spans().size(); i++) {
      StreamSpan span = commit.spans().get(i);
      streams.add(
          new Document(STREAM, span.stream())
              .append(FIRST, span.first())
              .append(COUNT, span.count())
              .append(HASH, new Binary(commit.hash(i))));
    }
    Document document =
        new Document(ID, commit.position())
            .append(COUNT, commit.events().size())
            .append(STREAMS, streams)
            .append(LATEST, commit.latest().toEpochMilli())
            .append(HIGH_WATER, commit.recordedAt().toEpochMilli())
            .append(BODY, new Binary(commit.bodyBytes()));
    byte[] raw = commit.rawBytes();
    byte[] salt = commit.saltBytes();
    if (raw != null && salt != null) {
      document.append(RAW, new Binary(raw)).append(SALT, new Binary(salt));
    }
    return document
        .append(LEAF, new Binary(commit.leafBytes()))
        .append(CHAIN, new Binary(commit.chainBytes()));
  }

  /**
   * Reads a commit and checks it against its own body. Raw bytes that were left out or erased are
   * no contradiction; raw bytes that are there must be the ones the body names.
   *
   * @throws LogBrokenException naming what does not fit
   */
  static Commit read(Document document) {
    if (!(document.get(ID) instanceof Long position)) {
      throw new LogBrokenException(-1, "a document has the _id " + document.get(ID));
    }
    try {
      Commit commit = readFields(position, document);
      checkRaw(commit, commit.rawDigest(), commit.rawBytes(), commit.saltBytes());
      return commit;
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new LogBrokenException(position, "the document cannot be read: " + e.getMessage());
    }
  }

  private static Commit readFields(long position, Document document) {
    byte[] body = bytes(document, BODY);
    byte[] leaf = bytes(document, LEAF);
    require(position, Arrays.equals(leaf, Hashes.leaf(body)), "leaf is not the hash of the body");
    Body content = Body.parse(body);
    List<StreamSpan> spans = new ArrayList<>();
    List<byte[]> hashes = new ArrayList<>();
    for (Document stream : document.getList(STREAMS, Document.class)) {
      spans.add(
          new StreamSpan(
              stream.getString(STREAM), stream.getLong(FIRST), stream.getInteger(COUNT)));
      hashes.add(bytes(stream, HASH));
    }
    Instant latest = Instant.ofEpochMilli(document.getLong(LATEST));
    require(
        position,
        document.getInteger(COUNT) == content.events().size(),
        "n is not the number of its events");
    require(position, spans.equals(spansOf(position, content)), "s does not follow from the body");
    require(
        position,
        content.events().stream()
            .map(LoggedEvent::timestamp)
            .max(Comparator.naturalOrder())
            .filter(latest::equals)
            .isPresent(),
        "t is not the latest time of its events");
    return new Commit(
        position,
        content,
        body,
        List.copyOf(spans),
        hashes,
        latest,
        Instant.ofEpochMilli(document.getLong(HIGH_WATER)),
        leaf,
        bytes(document, CHAIN),
        optionalBytes(document, RAW),
        optionalBytes(document, SALT));
  }

  private static List<StreamSpan> spansOf(long position, Body content) {
    try {
      return StreamSpan.of(content.events());
    } catch (StreamConflictException e) {
      throw new LogBrokenException(position, "its events contradict each other: " + e.getMessage());
    }
  }

  private static void checkRaw(
      Commit commit, @Nullable String digest, byte @Nullable [] raw, byte @Nullable [] salt) {
    if (raw == null) {
      return;
    }
    require(commit.position(), digest != null, "raw is there but the body names none");
    // The digest covers both as one run of bytes; the length alone says where raw begins.
    if (salt == null || salt.length != Submission.SALT_BYTES) {
      throw new LogBrokenException(
          commit.position(), "salt is not " + Submission.SALT_BYTES + " bytes long");
    }
    require(
        commit.position(),
        Hashes.hex(Hashes.sha256(salt, raw)).equals(digest),
        "raw is not what the body names");
  }

  private static void require(long position, boolean holds, String otherwise) {
    if (!holds) {
      throw new LogBrokenException(position, otherwise);
    }
  }

  private static byte[] bytes(Document document, String field) {
    byte[] bytes = optionalBytes(document, field);
    if (bytes == null) {
      throw new IllegalArgumentException("it has no " + field);
    }
    return bytes;
  }

  private static byte @Nullable [] optionalBytes(Document document, String field) {
    Binary binary = document.get(field, Binary.class);
    return binary == null ? null : binary.getData();
  }
}
