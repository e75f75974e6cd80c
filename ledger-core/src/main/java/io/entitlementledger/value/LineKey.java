package io.entitlementledger.value;

import java.util.Comparator;

/**
 * The identity of a line, which is what is counted within an account.
 *
 * @param systemSku the sender's {@code system_sku} as it came, {@code none} where absent
 */
public record LineKey(Product product, Module module, String systemSku)
    implements Comparable<LineKey> {
  /** The system SKU of a payload that names none. */
  public static final String NO_SKU = "none";

  private static final Comparator<LineKey> ORDER =
      Comparator.comparing((LineKey line) -> line.product().code())
          .thenComparing(line -> line.module().code())
          .thenComparing(LineKey::systemSku);

  /** Lines are listed by product, module and SKU, so that every list has one order. */
  @Override
  public int compareTo(LineKey other) {
    return ORDER.compare(this, other);
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException if the text is not {@code product/module/sku}
   */
  public static LineKey parse(String text) {
    String[] parts = text.split("/", 3); // a SKU may hold slashes, the codes before it cannot
    if (parts.length != 3) {
      throw new IllegalArgumentException("A line is written product/module/sku, not " + text);
    }
    return new LineKey(new Product(parts[0]), new Module(parts[1]), parts[2]);
  }

  @Override
  public String toString() {
    return product + "/" + module + "/" + systemSku;
  }
}
