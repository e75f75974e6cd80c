package io.entitlementledger.value;

import org.jspecify.annotations.Nullable;

/**
 * What others call a line: effective-dated attributes of it, never part of its key.
 *
 * @param reseller the sender's {@code reseller_own_sku}
 * @param platform the sender's {@code platform_own_sku}
 */
public record Skus(@Nullable String reseller, @Nullable String platform) {
  /** Neither is known. */
  public static final Skus NONE = new Skus(null, null);

  /** These, with what is newly named in place of what was; an absent name changes nothing. */
  public Skus updatedWith(Skus named) {
    return new Skus(
        named.reseller == null ? reseller : named.reseller,
        named.platform == null ? platform : named.platform);
  }
}
