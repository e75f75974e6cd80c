package io.entitlementledger.deliveries;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entitlementledger.log.Commit;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery with its bytes.
 *
 * @param raw the bytes as they came, in Base64; null where they were erased
 */
record DeliveryDetail(@JsonUnwrapped DeliveryRecord delivery, @Nullable String raw) {
  static DeliveryDetail of(DeliveryRecord delivery, Optional<Commit> commit) {
    return new DeliveryDetail(
        delivery,
        commit.flatMap(Commit::raw).map(Base64.getEncoder()::encodeToString).orElse(null));
  }
}
