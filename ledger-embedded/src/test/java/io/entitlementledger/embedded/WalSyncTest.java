package io.entitlementledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

class WalSyncTest {
  private final AtomicLong latest = new AtomicLong();
  private final AtomicInteger syncs = new AtomicInteger();
  private final Semaphore disk = new Semaphore(0);
  private final AtomicInteger forced = new AtomicInteger();
  private volatile boolean broken;
  private volatile boolean spoilt;

  private final WalSync sync =
      new WalSync(
          new WalSync.Log() {
            @Override
            public long latest() {
              return latest.get();
            }

            @Override
            public void sync() throws RocksDBException, WalSync.PreviousFailure {
              syncs.incrementAndGet();
              disk.acquireUninterruptibly();
              if (spoilt) {
                throw new WalSync.PreviousFailure(new RocksDBException("previous error"));
              }
              if (broken) {
                throw new RocksDBException("input/output error");
              }
            }

            @Override
            public void force() throws IOException {
              forced.incrementAndGet();
              if (broken) {
                throw new IOException("input/output error");
              }
            }
          });

  private CompletableFuture<Void> writer() {
    latest.incrementAndGet();
    return CompletableFuture.runAsync(sync::await, Thread::startVirtualThread);
  }

  @Test
  void thoseWhoWriteWhileTheDiskWorksShareTheNextSync() {
    CompletableFuture<Void> first = writer();
    await().until(() -> syncs.get() == 1);
    List<CompletableFuture<Void>> others = IntStream.range(0, 20).mapToObj(_ -> writer()).toList();
    disk.release();
    first.join();
    await().until(() -> syncs.get() == 2);
    assertThat(others).noneMatch(CompletableFuture::isDone);
    disk.release();
    others.forEach(CompletableFuture::join);
    assertThat(syncs).hasValue(2);
  }

  @Test
  void afterAFailedWriteWhatWasWrittenBeforeIsStillPutOnDisk() {
    sync.fail(new RocksDBException("no space"));
    CompletableFuture<Void> before = writer();
    disk.release();
    before.join();
    assertThatThrownBy(sync::requireHealthy)
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("takes no more writes");
    assertThat(syncs).hasValue(1);
  }

  @Test
  void whatWasWrittenBeforeAFailureThatSpoiltTheLogIsPutOnDiskByItsFiles() {
    spoilt = true;
    disk.release(2);
    writer().join();
    assertThat(forced).hasValue(1);
    sync.await();
    assertThat(syncs).as("nothing new is to be synced").hasValue(1);
  }

  @Test
  void filesThatCannotBePutOnDiskEitherAreAFailedSync() {
    spoilt = true;
    broken = true;
    CompletableFuture<Void> waiting = writer();
    disk.release();
    assertThatThrownBy(waiting::join).hasMessageContaining("takes no more writes");
    assertThatThrownBy(sync::await).isInstanceOf(StorageFailure.class);
    assertThat(forced).hasValue(1);
    assertThat(syncs).hasValue(1);
  }

  @Test
  void afterAFailedSyncNothingMoreIsAcknowledged() {
    broken = true;
    CompletableFuture<Void> waiting = writer();
    disk.release(2);
    assertThatThrownBy(waiting::join).hasRootCauseInstanceOf(RocksDBException.class);
    assertThatThrownBy(sync::requireHealthy)
        .isInstanceOf(StorageFailure.class)
        .hasMessageContaining("takes no more writes");
    assertThatThrownBy(sync::await)
        .as("what may not be on disk is not told to readers either")
        .isInstanceOf(StorageFailure.class);
    assertThat(syncs).hasValue(1);
  }
}
