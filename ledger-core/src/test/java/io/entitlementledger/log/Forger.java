package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;

/** Knows every rule of the hashes: makes a log that was altered agree with itself again. */
final class Forger {
  private Forger() {}

  /** Hashes anew from the first commit on; what else follows from a body must fit already. */
  static void rehash(List<Document> log) {
    byte[] chain = Hashes.zero();
    Map<String, byte[]> streams = new HashMap<>();
    for (Document commit : log) {
      byte[] leaf = Hashes.leaf(body(commit));
      chain = Hashes.chain(chain, leaf);
      commit.put("leaf", new Binary(leaf));
      commit.put("chain", new Binary(chain));
      for (Document stream : commit.getList("s", Document.class)) {
        byte[] before = streams.getOrDefault(stream.getString("a"), Hashes.zero());
        byte[] hash = Hashes.stream(before, leaf);
        streams.put(stream.getString("a"), hash);
        stream.put("h", new Binary(hash));
      }
    }
  }

  static byte[] body(Document commit) {
    return commit.get("body", Binary.class).getData();
  }

  /** A log of its own, so that the true one stays as it is. */
  static List<Document> copy(List<Document> log) {
    List<Document> copies = new ArrayList<>();
    log.forEach(commit -> copies.add(copy(commit)));
    return copies;
  }

  static Document copy(Document commit) {
    Document copy = new Document(commit);
    List<Document> streams = new ArrayList<>();
    commit.getList("s", Document.class).forEach(stream -> streams.add(new Document(stream)));
    copy.put("s", streams);
    return copy;
  }
}
