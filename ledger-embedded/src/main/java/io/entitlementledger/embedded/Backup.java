package io.entitlementledger.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/** Directories that are under their name only when they are whole and on disk. */
public final class Backup {
  private Backup() {}

  /** Fills a directory; its {@code format} comes last, because without it nothing opens it. */
  interface Filling {
    void into(Path draft) throws IOException, RocksDBException;
  }

  /**
   * A copy begins with a flush of what is in memory. If that filled the disk, it would stop the
   * store that was to be saved.
   */
  static void requireRoom(Path store) {
    try {
      long room = Files.getFileStore(store).getUsableSpace();
      if (room < 2 * Store.WRITE_BUFFER) {
        throw new EmbeddedStoreException(
            "A backup needs %d MiB free where %s is, and %d MiB are."
                .formatted((2 * Store.WRITE_BUFFER) >> 20, store, room >> 20));
      }
    } catch (IOException e) {
      throw new EmbeddedStoreException(store + " cannot be looked at: " + e + ".", e);
    }
  }

  /**
   * Makes one, or leaves nothing.
   *
   * @return how many bytes are in it
   */
  static long make(Path target, Filling filling) {
    try {
      Path place = target.toAbsolutePath().normalize();
      requireEmpty(place);
      Path parent = parentOf(place);
      // Its owner's alone, as temporary directories are.
      Path draft = Files.createTempDirectory(parent, place.getFileName() + ".partial-");
      try {
        filling.into(draft);
        long bytes = forceAll(draft);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.force(parent);
        return bytes;
      } finally {
        deleteAll(draft);
      }
    } catch (IOException | RocksDBException e) {
      throw notMade(target, e);
    }
  }

  /**
   * Moves a backup to another place, on another file system if need be.
   *
   * @param target a directory that is not there, or empty
   * @throws EmbeddedStoreException if it cannot; the backup is then where it was
   */
  public static void move(Path backup, Path target) {
    try {
      requireEmpty(target);
      Path parent = parentOf(target);
      try {
        Files.move(backup, target, StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.force(parent);
      } catch (AtomicMoveNotSupportedException _) {
        make(target, draft -> copy(backup, draft));
        deleteAll(backup);
      }
    } catch (IOException e) {
      throw notMade(target, e);
    }
  }

  /** What an empty place is in, made if it is not there. */
  private static Path parentOf(Path place) throws IOException {
    Path parent = place.toAbsolutePath().normalize().getParent();
    return Files.createDirectories(Objects.requireNonNull(parent, "a root is never empty"));
  }

  private static void copy(Path backup, Path draft) throws IOException {
    for (Path file : tree(backup.resolve(DataDirectory.STORE))) {
      Files.copy(file, draft.resolve(backup.relativize(file)));
    }
    Files.copy(backup.resolve(DataDirectory.FORMAT_FILE), draft.resolve(DataDirectory.FORMAT_FILE));
  }

  /**
   * Says whether a backup may be made there.
   *
   * @throws EmbeddedStoreException if anything is there
   */
  public static void requireEmpty(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> files = Files.list(target)) {
        if (files.findAny().isPresent()) {
          throw new EmbeddedStoreException(target + " is not empty.");
        }
      } catch (NotDirectoryException e) {
        throw new EmbeddedStoreException(target + " is not a directory.", e);
      }
    }
  }

  private static long forceAll(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : tree(directory)) {
      if (Files.isDirectory(file)) {
        DataDirectory.force(file);
      } else {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
          bytes += channel.size();
        }
      }
    }
    return bytes;
  }

  static void deleteAll(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path file : tree(directory).reversed()) {
        Files.delete(file);
      }
    }
  }

  /** A directory and all in it, each before what it contains. */
  private static List<Path> tree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private static EmbeddedStoreException notMade(Path target, Exception e) {
    return new EmbeddedStoreException("The backup %s cannot be made: %s.".formatted(target, e), e);
  }
}
