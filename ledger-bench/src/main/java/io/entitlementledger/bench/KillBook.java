package io.entitlementledger.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a sender was told, which is what the ledger has to hold. */
final class KillBook {
  static final int ACCOUNTS = 16;
  static final int FIRST_ACCOUNT = 9000;

  private final long[] counted = new long[ACCOUNTS];
  private final List<Units> doubtful = new ArrayList<>();
  private final Map<String, Fate> fates = new HashMap<>();
  private final Set<String> news = new HashSet<>();
  private final List<String> flaws = new ArrayList<>();
  private long deliveries;
  private long rulings;
  private long duplicates;

  /** What a delivery adds to an account, if it counts. */
  record Units(int account, int units) {}

  /**
   * What has to be on record of a delivery.
   *
   * @param keys of the acts on it
   */
  record Fate(String status, List<String> keys) {}

  static String account(int number) {
    return "ipilot.customer." + (FIRST_ACCOUNT + number);
  }

  /** From here on it may have counted. */
  void mayCount(Units units) {
    doubtful.add(units);
  }

  /** It counted, once. */
  void counts(Units units) {
    doubtful.remove(units);
    counted[units.account()] += units.units();
    deliveries++;
  }

  /** A repeat was known as one. */
  void duplicate() {
    duplicates++;
  }

  /** What it was when it came. */
  void told(String delivery, String status) {
    put(delivery, new Fate(status, List.of()));
  }

  /** There may be an act on them that nothing was told of yet. */
  void mayBeRuled(List<String> deliveries) {
    news.removeAll(deliveries);
  }

  /** What it is by an act on it. */
  void ruled(String delivery, String status, String key) {
    put(delivery, new Fate(status, List.of(key)));
    rulings++;
  }

  private void put(String delivery, Fate fate) {
    fates.put(delivery, fate);
    news.add(delivery);
  }

  /** Something was answered that may not be. */
  void flaw(String flaw) {
    flaws.add(flaw);
  }

  List<String> flaws() {
    return flaws;
  }

  long counted(int account) {
    return counted[account];
  }

  /** Units of an account that may have counted, each delivery's by themselves. */
  List<Integer> doubtful(int account) {
    return doubtful.stream().filter(units -> units.account() == account).map(Units::units).toList();
  }

  /** What is known of every delivery. */
  Map<String, Fate> fates() {
    return fates;
  }

  /** What is known since this was asked last. */
  Map<String, Fate> news() {
    Map<String, Fate> since = new HashMap<>();
    news.forEach(delivery -> since.put(delivery, Objects.requireNonNull(fates.get(delivery))));
    news.clear();
    return since;
  }

  /** How many deliveries counted. */
  long deliveries() {
    return deliveries;
  }

  long rulings() {
    return rulings;
  }

  long duplicates() {
    return duplicates;
  }
}
