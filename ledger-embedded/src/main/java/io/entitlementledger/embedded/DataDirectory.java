package io.entitlementledger.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.NativeLibraryLoader;

/** A directory held by this process alone, whose format this program knows. */
final class DataDirectory implements AutoCloseable {
  /** Changes whenever a store written by this program could be misread by an older one. */
  private static final String FORMAT = "entitlement-ledger-store 1";

  static final String FORMAT_FILE = "format";

  /** What the store's own files are in. */
  static final String STORE = "store";

  /**
   * What this process holds. To open a lock file that it holds, and close it, would let go of the
   * lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path held;
  private final FileChannel lockFile;

  private DataDirectory(Path directory, Path held, FileChannel lockFile) {
    this.directory = directory;
    this.held = held;
    this.lockFile = lockFile;
  }

  static DataDirectory open(Path directory) {
    try {
      Files.createDirectories(directory);
      return open(directory, directory.toRealPath());
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  private static DataDirectory open(Path directory, Path held) throws IOException {
    if (!HELD.add(held)) {
      throw new EmbeddedStoreException(directory + " is already open in this process.");
    }
    FileChannel lockFile;
    try {
      lockFile =
          FileChannel.open(
              held.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      HELD.remove(held);
      throw e;
    }
    DataDirectory opened = new DataDirectory(directory, held, lockFile);
    try {
      if (lockFile.tryLock() == null) {
        throw new StoreInUseException(directory + " is in use by another process.");
      }
      opened.checkFormat();
      return opened;
    } catch (IOException | EmbeddedStoreException e) {
      opened.close();
      throw e;
    }
  }

  private void checkFormat() throws IOException {
    Path file = directory.resolve(FORMAT_FILE);
    if (Files.exists(file)) {
      String found = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!found.equals(FORMAT)) {
        throw new EmbeddedStoreException(
            "%s holds data of the format \"%s\", and this program knows only \"%s\"."
                .formatted(directory, found, FORMAT));
      }
    } else if (Files.exists(store())) {
      throw new EmbeddedStoreException(
          directory + " holds data without saying its format: its file \"format\" is missing.");
    } else {
      writeFormat(directory);
      // Any directory above it may be as new: one of those that could have been made here.
      Path above = directory.toRealPath().getParent();
      for (; above != null && Files.isWritable(above); above = above.getParent()) {
        force(above);
      }
    }
  }

  /**
   * On disk, whole, before anything is stored: a crash in between leaves a directory that opens.
   */
  static void writeFormat(Path directory) throws IOException {
    Path draft = directory.resolve("format.new");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap((FORMAT + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(draft, directory.resolve(FORMAT_FILE));
    force(directory);
  }

  /** Puts on disk which files a directory has. */
  static void force(Path directory) throws IOException {
    if (File.separatorChar == '/') { // Windows opens no directories, and writes their changes ahead
      try (FileChannel channel = FileChannel.open(directory)) {
        channel.force(true);
      }
    }
  }

  private static EmbeddedStoreException notWritable(Path directory, IOException e) {
    return new EmbeddedStoreException(directory + " cannot be written to: " + e + ".", e);
  }

  /**
   * Unpacks the store's native library here, in place of the last one. In the system's temporary
   * directory every killed process would leave one behind, 16 MB each time.
   */
  void loadNativeLibrary() {
    Path place = directory.resolve("native");
    try {
      Files.createDirectories(place);
      NativeLibraryLoader.getInstance().loadLibrary(place.toString());
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  Path store() {
    return directory.resolve(STORE);
  }

  /** Where the store is, made and on disk before anything is stored in it. */
  Path openStore() {
    try {
      if (!Files.exists(store())) {
        Files.createDirectory(store());
        force(directory);
      }
      return store();
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new EmbeddedStoreException(directory + " could not be let go: " + e + ".", e);
    } finally {
      HELD.remove(held);
    }
  }
}
