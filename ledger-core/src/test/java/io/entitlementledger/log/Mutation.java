package io.entitlementledger.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * A log that somebody altered.
 *
 * @param what what was done, for whoever must find out why it was missed
 * @param log the documents, in the order in which a store has them
 * @param recorded the head that is known from elsewhere; null where the log alone must tell
 * @param position where the flaw is to be found
 * @param reason what must be said of it; empty where anything will do
 */
record Mutation(
    String what, List<RawBsonDocument> log, @Nullable Head recorded, long position, String reason) {
  private static final DocumentCodec CODEC = new DocumentCodec();

  /** A true log, to make others of. */
  record True(List<Document> documents, List<RawBsonDocument> raw, Head head) {
    static True of(List<Document> documents, Head head) {
      return new True(documents, encoded(documents), head);
    }

    /** Where a log that was altered in place is first another one. */
    private long firstDifference(List<RawBsonDocument> altered) {
      int same = 0;
      while (same < raw.size()
          && same < altered.size()
          && bytes(raw.get(same)).equals(bytes(altered.get(same)))) {
        same++;
      }
      return same < raw.size() ? documents.get(same).getLong("_id") : head.nextPosition();
    }
  }

  static Mutation any(True log, Random random) {
    int kind = random.nextInt(100);
    if (kind < 60) {
      return field(log, random);
    }
    if (kind < 65) {
      return twice(log, random);
    }
    if (kind < 78) {
      return form(log, random);
    }
    if (kind < 80) {
      return gap(log, random);
    }
    return kind < 92 ? structure(log, random) : forged(log, random);
  }

  /** A reader of documents sees the last one alone. */
  private static Mutation twice(True log, Random random) {
    int commit = random.nextInt(log.raw().size());
    List<String> fields = List.copyOf(log.documents().get(commit).keySet());
    String field = fields.get(random.nextInt(fields.size()));
    ByteBuffer before = bytes(new RawBsonDocument(new Document(field, "hidden"), CODEC));
    ByteBuffer there = bytes(log.raw().get(commit));
    int added = before.remaining() - 5; // without its length and its end
    ByteBuffer both =
        ByteBuffer.allocate(there.remaining() + added)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(there.remaining() + added)
            .put(before.slice(4, added))
            .put(there.slice(4, there.remaining() - 4));
    List<RawBsonDocument> altered = new ArrayList<>(log.raw());
    altered.set(commit, new RawBsonDocument(both.array()));
    return inPlace("a hidden %s in commit %d".formatted(field, commit), log, altered);
  }

  private static Mutation field(True log, Random random) {
    int commit = random.nextInt(log.documents().size());
    Document changed = Forger.copy(log.documents().get(commit));
    String what = FieldMutation.apply(changed, random) + " in commit " + commit;
    List<RawBsonDocument> altered = new ArrayList<>(log.raw());
    altered.set(commit, new RawBsonDocument(changed, CODEC));
    return inPlace(what, log, ordered(altered, commit));
  }

  /** Every hash fits the other bytes; only that there is one form tells. */
  private static Mutation form(True log, Random random) {
    List<Document> altered = Forger.copy(log.documents());
    int commit = random.nextInt(altered.size());
    byte[] body = Forger.body(altered.get(commit));
    BodyForm form = BodyForm.any(body, random);
    altered.get(commit).put("body", new Binary(form.of(body)));
    Forger.rehash(altered);
    return new Mutation(
        form.name() + " in commit " + commit,
        encoded(altered),
        null,
        altered.get(commit).getLong("_id"),
        "");
  }

  /** Every hash fits; only the sequences of its streams do not go on from those before. */
  private static Mutation gap(True log, Random random) {
    List<Document> altered = Forger.copy(log.documents());
    int commit = 10 + random.nextInt(altered.size() - 10); // every stream has begun by then
    Document changed = altered.get(commit);
    String body = new String(Forger.body(changed), UTF_8);
    String later =
        Pattern.compile("(?<=\"sequence\":)[0-9]+")
            .matcher(body)
            .replaceAll(found -> String.valueOf(Long.parseLong(found.group()) + 1000));
    changed.put("body", new Binary(later.getBytes(UTF_8)));
    for (Document stream : changed.getList("s", Document.class)) {
      stream.put("f", stream.getLong("f") + 1000);
    }
    Forger.rehash(altered);
    long position = changed.getLong("_id");
    return new Mutation(
        "a gap before commit " + commit, encoded(altered), null, position, "goes on with");
  }

  private static Mutation structure(True log, Random random) {
    List<Document> altered = Forger.copy(log.documents());
    int one = random.nextInt(altered.size() - 1);
    int other = one + 1 + random.nextInt(altered.size() - one - 1);
    String what =
        switch (random.nextInt(4)) {
          case 0 -> {
            altered.remove(one);
            yield "commit " + one + " dropped";
          }
          case 1 -> {
            Document first = altered.get(one);
            Document second = altered.get(other);
            Object id = first.put("_id", second.get("_id"));
            second.put("_id", id);
            altered.set(one, second);
            altered.set(other, first);
            yield "commits %d and %d swapped".formatted(one, other);
          }
          case 2 -> {
            Document copy = Forger.copy(altered.get(one));
            copy.put("_id", log.head().nextPosition() + random.nextInt(3));
            altered.add(copy);
            yield "commit " + one + " once more";
          }
          default -> {
            altered.subList(one, altered.size()).clear();
            yield "cut off at commit " + one;
          }
        };
    return inPlace(what, log, encoded(altered));
  }

  static Mutation forged(True log, Random random) {
    List<Document> altered = Forger.copy(log.documents());
    Document commit = altered.get(random.nextInt(altered.size()));
    Object was = commit.get("body");
    // One letter for another of the same length: canonical still, and all that follows fits.
    String body = new String(Forger.body(commit), UTF_8);
    commit.put("body", new Binary(body.replace("call_path", "bad_paths").getBytes(UTF_8)));
    if (commit.get("body").equals(was)) {
      throw new IllegalStateException("nothing was forged");
    }
    Forger.rehash(altered);
    return new Mutation(
        "forged from " + commit.get("_id") + " on",
        encoded(altered),
        log.head(),
        log.head().nextPosition(),
        "as recorded");
  }

  private static Mutation inPlace(String what, True log, List<RawBsonDocument> altered) {
    boolean shorter = altered.size() < log.raw().size();
    return new Mutation(
        what, altered, shorter ? log.head() : null, log.firstDifference(altered), "");
  }

  /** Puts a document where its position, if it has one still, belongs. */
  private static List<RawBsonDocument> ordered(List<RawBsonDocument> altered, int moved) {
    RawBsonDocument document = altered.get(moved);
    Number position = position(document);
    if (position == null) {
      return altered;
    }
    altered.remove(moved);
    int place = 0;
    while (place < altered.size()
        && altered.get(place).getInt64("_id").getValue() <= position.doubleValue()) {
      place++;
    }
    altered.add(place, document);
    return altered;
  }

  private static @Nullable Number position(RawBsonDocument document) {
    return document.decode(CODEC).get("_id") instanceof Number number ? number : null;
  }

  private static ByteBuffer bytes(RawBsonDocument document) {
    return document.getByteBuffer().asNIO();
  }

  private static List<RawBsonDocument> encoded(List<Document> documents) {
    return documents.stream().map(document -> new RawBsonDocument(document, CODEC)).toList();
  }
}
