package io.entitlementledger.projection.entitlements;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.at;
import static io.entitlementledger.projection.Facts.line;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.projection.Facts.units;

import io.entitlementledger.event.AccountClosed;
import io.entitlementledger.event.AccountOpened;
import io.entitlementledger.event.DeliveryDuplicated;
import io.entitlementledger.event.DuplicateReason;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineEnded;
import io.entitlementledger.event.SkusAssigned;
import io.entitlementledger.projection.Facts;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.value.Dated;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Skus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** An account to which anything may have happened, and some of it learned of late. */
final class RandomAccount {
  static final List<LineKey> LINES =
      List.of(Facts.SMS, Facts.SMS_B, Facts.ROUTED, line("call_path", "A"));
  static final int MINUTES = 40;

  private RandomAccount() {}

  static List<Fact> facts(Random random, int events) {
    Facts log = new Facts();
    Map<LineKey, Dated<Skus>> skus = new HashMap<>();
    for (int i = 0; i < events; i++) {
      log.record(event(random, skus));
    }
    return log.all();
  }

  private static LedgerEvent event(Random random, Map<LineKey, Dated<Skus>> skus) {
    LineKey line = LINES.get(random.nextInt(LINES.size()));
    long minute = random.nextLong(MINUTES);
    long by = random.nextLong(1, 10);
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> Facts.up(line, by, minute);
      case 4, 5, 6 -> Facts.down(line, by, minute);
      case 7 -> Facts.read(line, by - 1, minute);
      case 8 -> new LineEnded(ACCOUNT, line, units(by), at(minute));
      case 9 ->
          random.nextInt(3) == 0
              ? new AccountClosed(ACCOUNT, at(minute))
              : new AccountOpened(ACCOUNT, false, at(minute));
      case 10 -> new DeliveryDuplicated(ACCOUNT, DuplicateReason.PRESENT_STATE, null, at(minute));
      default -> named(random, line, minute, skus);
    };
  }

  /** Names one or both SKUs, as an account does: merged with what it knows for that time. */
  private static SkusAssigned named(
      Random random, LineKey line, long minute, Map<LineKey, Dated<Skus>> all) {
    Dated<Skus> known = all.getOrDefault(line, Dated.unknown());
    Skus before = Objects.requireNonNullElse(known.at(minute(minute)), Skus.NONE);
    int which = random.nextInt(3);
    Skus now =
        before.updatedWith(
            new Skus(
                which == 0 ? null : "R" + random.nextInt(5),
                which == 1 ? null : "P" + random.nextInt(5)));
    long order = known.entries().size();
    all.put(line, known.plus(minute(minute), order, now));
    return new SkusAssigned(ACCOUNT, line, now, before, at(minute));
  }
}
