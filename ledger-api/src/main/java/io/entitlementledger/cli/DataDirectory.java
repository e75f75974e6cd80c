package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the data directory, for its owner alone, or says why it cannot be used. */
final class DataDirectory {
  private DataDirectory() {}

  static void prepare(Path directory) {
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectories(directory, ownerOnly());
      } catch (IOException e) {
        throw unusable(directory, "cannot be created", e);
      }
    }
    try {
      // Only writing shows that writing works: permissions do not tell of a full or read-only disk.
      Path probe = Files.createTempFile(directory, "probe", ".tmp");
      Files.delete(probe);
    } catch (IOException e) {
      throw unusable(directory, "cannot be written", e);
    }
  }

  private static CannotStart unusable(Path directory, String what, IOException cause) {
    return new CannotStart(
        "the data directory "
            + directory
            + " "
            + what
            + "; make it writable or choose another with --data-dir",
        cause);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
