package io.entitlementledger.projection;

import io.entitlementledger.event.AccountEvent;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.event.LedgerEvent;
import io.entitlementledger.event.LineDecreased;
import io.entitlementledger.event.LineIncreased;
import io.entitlementledger.event.LineSet;
import io.entitlementledger.projection.replay.Fact;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.Actor;
import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Module;
import io.entitlementledger.value.Product;
import io.entitlementledger.value.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log for tests: each event that is added is recorded a minute after the one before it. */
public final class Facts {
  public static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  public static final AccountId OTHER = AccountId.parse("ipilot.reseller.7");
  public static final LineKey SMS = line("sms", "A");
  public static final LineKey SMS_B = line("sms", "B");
  public static final LineKey ROUTED = line("routed_number", LineKey.NO_SKU);

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Fact> all = new ArrayList<>();

  /** Minutes after noon. */
  public static Instant minute(long minutes) {
    return NOON.plusSeconds(minutes * 60);
  }

  public static LineKey line(String product, String sku) {
    return new LineKey(new Product(product), new Module("msteam"), sku);
  }

  public static Quantity units(long units) {
    return new Quantity(units);
  }

  /** What a delivery causes that counts from a minute. */
  public static Cause at(long minute) {
    return at(minute, "1");
  }

  public static Cause at(long minute, String catalogue) {
    return new Cause(
        minute(minute),
        new Actor(Actor.Kind.SENDER, "ipilot"),
        null,
        new Delivery("dlv_" + minute, minute(minute), "sms", "c0ffee", null, List.of("colour")),
        catalogue);
  }

  public static LineIncreased up(LineKey line, long by, long minute) {
    return new LineIncreased(
        ACCOUNT, line, units(by), units(0), units(by), true, "PON-1", at(minute));
  }

  public static LineDecreased down(LineKey line, long by, long minute) {
    return new LineDecreased(
        ACCOUNT, line, units(by), units(0), units(-by), true, null, false, at(minute));
  }

  public static LineDecreased absorbed(LineKey line, long by, long minute) {
    return new LineDecreased(
        ACCOUNT, line, units(by), units(0), units(0), true, null, true, at(minute));
  }

  public static LineSet read(LineKey line, long quantity, long minute) {
    return new LineSet(ACCOUNT, line, units(quantity), units(0), false, at(minute));
  }

  /** Records events, and gives them as facts. */
  public List<Fact> record(LedgerEvent... events) {
    List<Fact> recorded = new ArrayList<>();
    for (LedgerEvent event : events) {
      long position = all.size();
      Fact fact =
          new Fact(
              position,
              minute(1000 + position),
              "evt_" + position,
              event instanceof AccountEvent of ? of.account().toString() : "dlv_q",
              position,
              "leaf" + position,
              "5ha" + position,
              event);
      all.add(fact);
      recorded.add(fact);
    }
    return recorded;
  }

  /** All that was recorded. */
  public List<Fact> all() {
    return List.copyOf(all);
  }
}
