package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One kill; the campaign among the benchmarks goes on from there. */
class CrashTest {
  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereAndEveryIndexAgrees() throws IOException {
    Set<String> promised;
    try (ChildWriter child = ChildWriter.start(directory)) {
      child.awaitAcknowledged(1 + new Random().nextInt(1500));
      promised = Set.copyOf(child.kill());
    }
    check(promised);
  }

  private void check(Set<String> promised) {
    try (OpenStore store = new OpenStore(directory)) {
      assertThat(store.faults("commits")).isEmpty();
      assertThat(store.faults("totals")).isEmpty();
      MongoCollection<Document> commits = store.collection("commits");
      Set<String> found = new HashSet<>();
      Set<List<Object>> keys = new HashSet<>();
      for (Document commit : commits.find()) {
        found.add(commit.getString("_id"));
        for (Document stream : commit.getList("s", Document.class)) {
          assertThat(keys.add(List.of(stream.getString("a"), stream.getInteger("f"))))
              .as("no key is held twice")
              .isTrue();
        }
      }
      assertThat(found).containsAll(promised);
      for (Document total : store.collection("totals").find()) {
        // A total is counted after its documents were acknowledged.
        assertThat(commits.countDocuments(new Document("writer", total.getString("_id"))))
            .isGreaterThanOrEqualTo(total.getInteger("n"));
      }
    }
  }
}
