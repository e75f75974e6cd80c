package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.MongoException;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  private static final int WRITERS = 8;
  private static final int OUT_OF_DISK_SPACE = 14031;
  private static final List<String> NAMESPACE = List.of("unshare", "-Urm");

  @TempDir Path directory;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Needs no rights: a process may not make a file larger than it was allowed to. */
  @Test
  void aLogThatCannotGrowRefusesWritesAndAnswersReads() throws IOException {
    fill(List.of(), "(ulimit -f 24576; exec \"$@\")", "true", 1);
  }

  /** A disk of its own for the process; it is gone with the process. */
  @Test
  void aFullDiskRefusesWritesAndAnswersReads() throws IOException, InterruptedException {
    fillDisk("128m", "64M");
  }

  /** What is in memory does not fit on the disk a second time, beside the log of writes. */
  @Test
  void aDiskThatIsFullWhenWhatIsInMemoryGoesToAFileDoesToo()
      throws IOException, InterruptedException {
    fillDisk("320m", "200M");
  }

  private void fillDisk(String size, String other) throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder("unshare", "-Urm", "mount", "-t", "tmpfs", "none", directory.toString())
            .start();
    assumeThat(probe.waitFor()).as("a mount in a namespace of one's own is allowed").isZero();
    fill(
        NAMESPACE,
        "mount -t tmpfs -o size=%s none \"$dir\"; head -c %s /dev/zero > \"$dir/other\"; \"$@\""
            .formatted(size, other),
        "rm \"$dir/other\"",
        OUT_OF_DISK_SPACE);
  }

  private void fill(List<String> wrapper, String first, String between, int code)
      throws IOException {
    try (ServedStore store = ServedStore.start(directory, wrapper, first, between)) {
      List<CompletableFuture<MongoException>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  w ->
                      CompletableFuture.supplyAsync(
                          () -> write(store, w), Thread::startVirtualThread))
              .toList();
      CompletableFuture<MongoException> all =
          writers.stream().reduce((a, b) -> a.thenCombine(b, (_, last) -> last)).orElseThrow();
      while (!all.isDone()) {
        told.addAll(ids(store));
      }
      for (CompletableFuture<MongoException> writer : writers) {
        assertThat(writer.join().getCode()).as(writer.join().getMessage()).isEqualTo(code);
      }

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> insert(store, "late"))
            .hasMessageContaining("takes no more writes until it is opened again");
        told.addAll(ids(store));
      }
      assertThat(told).containsAll(acknowledged).hasSizeGreaterThan(100);

      store.next();

      assertThat(ids(store)).containsAll(told);
      assertThat(store.run(new Document("validate", "c")).getList("errors", String.class))
          .isEmpty();
      insert(store, "after");
    }
  }

  private MongoException write(ServedStore store, int writer) {
    for (int n = 0; ; n++) {
      String id = writer + " " + n;
      try {
        insert(store, id);
      } catch (MongoException e) {
        return e;
      }
      acknowledged.add(id);
    }
  }

  private static void insert(ServedStore store, String id) {
    byte[] noise = new byte[20_000]; // as large in a file as in memory
    ThreadLocalRandom.current().nextBytes(noise);
    store.collection("c").insertOne(new Document("_id", id).append("noise", noise));
  }

  /** In many small replies, so that most of them are further ones. */
  private static Set<String> ids(ServedStore store) {
    Set<String> ids = new HashSet<>();
    store
        .collection("c")
        .find()
        .projection(Projections.include("_id"))
        .batchSize(100)
        .forEach(document -> ids.add(document.getString("_id")));
    return ids;
  }
}
