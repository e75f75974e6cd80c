package io.entitlementledger.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import io.entitlementledger.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program is copied while it serves. */
@SuppressWarnings("NullAway.Init")
class BackupIT {
  private static final int SENDERS = 4;

  @TempDir Path directory;

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile boolean enough;

  @Test
  void aBackupUnderLoadIsAWholeLedgerWithEveryDeliveryAcknowledgedBeforeItBegan()
      throws IOException, InterruptedException, ExecutionException {
    Set<String> promised;
    try (PackagedLedger ledger = PackagedLedger.start(data());
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sending =
          IntStream.range(0, SENDERS).mapToObj(s -> senders.submit(send(ledger, s))).toList();
      await().until(() -> acknowledged.size() >= 50);
      promised = Set.copyOf(acknowledged);

      assertThat(backup(ledger, copy()))
          .containsExactly(
              "The backup is in %s; check it with: ledger verify --data-dir %s"
                  .formatted(copy(), copy()));

      await().until(() -> acknowledged.size() > promised.size() + 10);
      enough = true;
      for (Future<Integer> sender : sending) {
        assertThat(sender.get()).isPositive();
      }
      assertThat(names(data().resolve("backups"))).isEmpty();
      assertThat(names(copy())).containsExactly("format", "store");
      assertThat(backup(ledger, copy()))
          .containsExactly(
              "ledger: %s is not empty. Mend that, or choose another directory".formatted(copy()));
    }
    assertThat(PackagedLedger.run("verify", "--data-dir", copy().toString()))
        .satisfiesExactly(
            log -> assertThat(log).startsWith("The log is as it was written: "),
            access -> assertThat(access).startsWith("The access log is as it was written: "));
    try (PackagedLedger restored = PackagedLedger.start(copy())) {
      for (String delivery : promised) {
        assertThat(restored.get("/v1/deliveries/" + delivery).status()).isEqualTo(200);
      }
      String body =
          "{\"Account_id\": 1, \"event_object\": \"customer\", \"event_action\": \"new\"}";
      assertThat(restored.deliver(body).status()).isLessThan(300);
    }
  }

  private Callable<Integer> send(PackagedLedger ledger, int sender) {
    return () -> {
      int sent = 0;
      for (; !enough; sent++) {
        Answer answer = ledger.deliver(order(sender, sent));
        assertThat(answer.status()).isLessThan(300);
        acknowledged.add(answer.text("/delivery_id"));
      }
      return sent;
    };
  }

  private static String order(int account, int number) {
    return """
    {"Account_id": %d, "event_object": "customer", "event_action": "Placed new order",
     "order_type": "MSTEAMS DID NEW", "event_type": "increase", "pon_number": "NUW%d",
     "call_path_count": 1, "external_customer_account_id": "%d", "system_sku": "1234"}
    """
        .formatted(account, number, account);
  }

  @Test
  void aBackupThatIsAskedForOverHttpIsMadeWhereTheServerKeepsThem()
      throws IOException, InterruptedException, ExecutionException {
    try (PackagedLedger ledger = PackagedLedger.start(data());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> asked =
          IntStream.range(0, 8)
              .mapToObj(_ -> callers.submit(() -> ledger.command("/v1/admin/backups")))
              .toList();
      Set<String> made = new HashSet<>();
      for (Future<Answer> one : asked) {
        Answer answer = one.get();
        if (answer.status() == 201) {
          assertThat(made.add(answer.text("/name"))).isTrue();
          assertThat(answer.json().get("position").longValue()).isZero();
          assertThat(answer.json().get("bytes").longValue()).isPositive();
        } else {
          assertThat(answer.status()).isEqualTo(409);
          assertThat(answer.text("/code")).isEqualTo("backup_running");
        }
      }
      assertThat(names(data().resolve("backups"))).containsExactlyInAnyOrderElementsOf(made);
      assertThat(made).isNotEmpty();
    }
  }

  @Test
  void aLedgerThatCannotBeAskedIsTold() throws IOException, InterruptedException {
    try (PackagedLedger ledger = PackagedLedger.start(data());
        PackagedLedger other = PackagedLedger.start(directory.resolve("other"))) {
      assertThat(ledger.port()).isNotEqualTo(other.port());
      assertThat(backup(other, copy()))
          .containsExactly(
              "ledger: what serves on port %s has its data elsewhere than in %s; correct --port or"
                      .formatted(other.port(), data())
                  + " --data-dir");
      assertThat(
              PackagedLedger.run(
                  "backup", copy().toString(), "--data-dir", data().toString(), "--port", "1"))
          .containsExactly(
              "ledger: %s is in use by another process, and no ledger answers on port 1; give its"
                      .formatted(data())
                  + " --port");
      assertThat(copy()).doesNotExist();
    }
  }

  @Test
  void aMongodbIsLeftToItsOwnTools() throws IOException, InterruptedException {
    try (EmbeddedMongo mongodb = EmbeddedMongo.start(directory.resolve("mongodb"));
        PackagedLedger ledger =
            PackagedLedger.start(
                data(), Map.of("LEDGER_MONGODB_URI", mongodb.connectionString()))) {
      Answer answer = ledger.command("/v1/admin/backups");
      assertThat(answer.status()).isEqualTo(501);
      assertThat(answer.text("/code")).isEqualTo("store_not_embedded");
    }
  }

  private List<String> backup(PackagedLedger ledger, Path target)
      throws IOException, InterruptedException {
    return PackagedLedger.run(
        "backup", target.toString(), "--data-dir", data().toString(), "--port", ledger.port());
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path copy() {
    return directory.resolve("copy");
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> "" + file.getFileName()).sorted().toList();
    }
  }
}
