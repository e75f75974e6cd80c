package io.entitlementledger.access;

import io.entitlementledger.log.Commit;
import io.entitlementledger.log.LoggedEvent;
import io.entitlementledger.value.AccountId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A read as it was recorded. It stands for all of its kind until the minute was over.
 *
 * @param position in the access log
 * @param recordedAt never runs backwards along the positions
 * @param firstReadAt when the first request of the minute came
 * @param range what the first request of the minute asked for
 * @param leaf hex RFC 6962 leaf hash of its commit
 */
public record AccessRecord(
    String id,
    long position,
    Instant recordedAt,
    Instant firstReadAt,
    String principal,
    String role,
    String route,
    @Nullable AccountId account,
    Map<String, String> path,
    Map<String, String> range,
    String leaf) {

  static AccessRecord of(Commit commit, LoggedEvent event, Read read) {
    return new AccessRecord(
        event.id(),
        commit.position(),
        commit.recordedAt(),
        event.timestamp(),
        read.principal(),
        read.role(),
        read.route(),
        read.account(),
        read.path(),
        read.range(),
        HexFormat.of().formatHex(commit.leaf()));
  }
}
