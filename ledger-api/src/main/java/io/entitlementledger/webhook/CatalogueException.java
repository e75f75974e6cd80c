package io.entitlementledger.webhook;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A catalogue cannot be used; the message is one sentence that names the line and the rule. */
public final class CatalogueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String place;
  private final String complaint;

  private CatalogueException(@Nullable String place, String complaint) {
    super(capital(place == null ? complaint : place + ": " + complaint) + ".");
    this.place = place;
    this.complaint = complaint;
  }

  /** Of the catalogue as a whole. */
  CatalogueException(String complaint) {
    this(null, complaint);
  }

  /** Of what is no part of a rule yet. */
  CatalogueException(int line, String complaint) {
    this("line " + line, complaint);
  }

  /**
   * Of a part of it.
   *
   * @param part what a person would call it: {@code the catalogue}, {@code webhook sms}
   */
  CatalogueException(int line, String part, String complaint) {
    this("line %d, %s".formatted(line, part), complaint);
  }

  /** The same, naming the file that it was read from. */
  CatalogueException in(Path file) {
    String name = "catalogue " + file;
    return new CatalogueException(place == null ? name : name + ", " + place, complaint);
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
