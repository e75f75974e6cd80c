package io.entitlementledger.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a ledger has its catalogue from: the program itself, or a file of its operator's.
 *
 * @param file {@code null} for the catalogue that comes with the program
 */
public record CatalogueSource(@Nullable Path file) {
  /** The catalogue that comes with the program. */
  public static final CatalogueSource PACKAGED = new CatalogueSource(null);

  /** A whole catalogue goes into one event; this is some thirty times the one of the program. */
  static final int MOST_KIBIBYTES = 256;

  /** {@code packaged} or {@code file}. */
  public String kind() {
    return file == null ? "packaged" : "file";
  }

  /**
   * Reads and checks the catalogue as it is now.
   *
   * @throws CatalogueException if it cannot be used, naming the file, and the line and the rule
   *     where there is one
   */
  public Catalogue read() {
    if (file == null) {
      return Catalogue.packaged();
    }
    try {
      return Catalogue.parse(text(bytes(file)));
    } catch (CatalogueException e) {
      throw e.in(file);
    }
  }

  private static byte[] bytes(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CatalogueException("it is no file"); // a pipe would be waited for without end
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_KIBIBYTES * 1024 + 1);
      if (bytes.length > MOST_KIBIBYTES * 1024) {
        throw new CatalogueException("it is longer than %d KiB".formatted(MOST_KIBIBYTES));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new CatalogueException("there is no such file");
    } catch (IOException e) {
      throw new CatalogueException("it cannot be read");
    }
  }

  /** Strictly decoded: a replacement character in a rule would match no delivery, in silence. */
  private static String text(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw new CatalogueException(line, "this is not UTF-8");
    }
    return text.flip().toString();
  }
}
