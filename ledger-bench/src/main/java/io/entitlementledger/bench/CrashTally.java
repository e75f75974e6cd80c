package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * How far a process came, in a file that is mapped into memory: what was put there is there for
 * others to read, even if the process is killed right after.
 */
final class CrashTally {
  /** What a process does; one after the other. */
  enum Phase {
    STARTING,
    OPENING,
    DEFINING,
    WRITING,
    CLOSING,
    CLOSED
  }

  private static final List<Phase> PHASES = List.of(Phase.values());
  private static final int WRITERS_AT = Long.BYTES;

  private final MappedByteBuffer file;

  private CrashTally(MappedByteBuffer file) {
    this.file = file;
  }

  /** Opens it, and makes it if it is not there, with zeros. */
  static CrashTally open(Path path, int writers) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = WRITERS_AT + (long) writers * Long.BYTES;
      return new CrashTally(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
    }
  }

  void phase(Phase phase) {
    file.putInt(0, PHASES.indexOf(phase));
  }

  Phase phase() {
    return PHASES.get(file.getInt(0));
  }

  /** Counts an operation of a writer, after it was acknowledged. */
  void acknowledge(int writer) {
    file.putLong(at(writer), acknowledged(writer) + 1);
  }

  long acknowledged(int writer) {
    return file.getLong(at(writer));
  }

  long acknowledged() {
    long sum = 0;
    for (int at = WRITERS_AT; at < file.capacity(); at += Long.BYTES) {
      sum += file.getLong(at);
    }
    return sum;
  }

  private static int at(int writer) {
    return WRITERS_AT + writer * Long.BYTES;
  }
}
