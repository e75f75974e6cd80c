package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one process was acknowledged, in a file that is mapped into memory: a number that was put
 * there is there for others to read, even if the process is killed right after. Each number is
 * written by one thread.
 */
final class ContentionTally {
  /** What is counted. */
  enum Count {
    ACKNOWLEDGED(0),
    CONFLICTS(1),
    BUSY(2),
    RACES(3);

    private final int place;

    Count(int place) {
      this.place = place;
    }
  }

  private final MappedByteBuffer counts;
  private final int writers;

  private ContentionTally(MappedByteBuffer counts, int writers) {
    this.counts = counts;
    this.writers = writers;
  }

  /** Opens it, and makes it if it is not there, with zeros. */
  static ContentionTally open(Path file, int writers) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = (long) writers * Count.values().length * Long.BYTES;
      return new ContentionTally(channel.map(FileChannel.MapMode.READ_WRITE, 0, size), writers);
    }
  }

  void increment(int writer, Count count) {
    counts.putLong(place(writer, count), get(writer, count) + 1);
  }

  long get(int writer, Count count) {
    return counts.getLong(place(writer, count));
  }

  long sum(Count count) {
    long sum = 0;
    for (int writer = 0; writer < writers; writer++) {
      sum += get(writer, count);
    }
    return sum;
  }

  private static int place(int writer, Count count) {
    return (writer * Count.values().length + count.place) * Long.BYTES;
  }
}
