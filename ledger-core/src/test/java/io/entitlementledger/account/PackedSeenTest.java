package io.entitlementledger.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedSeenTest {
  private static final List<Seen.Fate> FATES = List.of(Seen.Fate.values());
  private static final PackedSeen NONE = PackedSeen.copyOf(Map.of());

  @Test
  void whatIsPackedComesBackToTheNanosecondAndTheLetter() {
    Seen seen =
        new Seen("dlv_ä€😀", Instant.ofEpochSecond(-5, 123_456_789), "c0ffee", Seen.Fate.DISCARDED);

    PackedSeen packed = NONE.with("order/ünï/😀", seen);

    assertThat(packed).containsExactly(Map.entry("order/ünï/😀", List.of(seen)));
    assertThat(packed.get("order/ünï/😀")).containsExactly(seen);
    assertThat(packed.get("order/ünï/")).isNull();
  }

  /** Such keys share a bucket and a hash, and nothing else. */
  @Test
  void keysOfOneHashAreToldApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    Seen one = seen("one", Seen.Fate.APPLIED);
    Seen other = seen("other", Seen.Fate.HELD);

    PackedSeen packed = NONE.with("Aa", one).with("BB", other);

    assertThat(packed.get("Aa")).containsExactly(one);
    assertThat(packed.get("BB")).containsExactly(other);
    assertThat(packed).hasSize(2);
  }

  @Test
  void whatBecameOfADeliveryTakesItsPlaceAndChangesNoMapThatWasThereBefore() {
    PackedSeen before =
        NONE.with("k", seen("a", Seen.Fate.APPLIED))
            .with("k", seen("b", Seen.Fate.HELD))
            .with("k", seen("c", Seen.Fate.APPLIED));

    PackedSeen after = before.with("k", seen("b", Seen.Fate.APPLIED));

    assertThat(after.get("k")).extracting(Seen::delivery).containsExactly("a", "b", "c");
    assertThat(after.get("k")).extracting(Seen::fate).containsOnly(Seen.Fate.APPLIED);
    assertThat(before.get("k")).extracting(Seen::fate).contains(Seen.Fate.HELD);
    assertThat(after.with("k", seen("b", Seen.Fate.APPLIED))).isSameAs(after);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsWhatAMapOfListsIs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, List<Seen>> naive = new LinkedHashMap<>();
    PackedSeen packed = NONE;
    for (int i = 0; i < 5000; i++) {
      String key = "key-" + random.nextInt(2000);
      Seen seen = seen("d" + random.nextInt(3), FATES.get(random.nextInt(FATES.size())));
      packed = packed.with(key, seen);
      put(naive.computeIfAbsent(key, _ -> new ArrayList<>()), seen);
    }

    assertThat(packed).hasSize(naive.size()).isEqualTo(naive);
    for (Map.Entry<String, List<Seen>> entry : naive.entrySet()) {
      assertThat(packed.get(entry.getKey())).isEqualTo(entry.getValue());
    }
    assertThat(PackedSeen.copyOf(naive)).isEqualTo(packed);
  }

  private static void put(List<Seen> under, Seen seen) {
    for (int i = 0; i < under.size(); i++) {
      if (under.get(i).delivery().equals(seen.delivery())) {
        under.set(i, seen);
        return;
      }
    }
    under.add(seen);
  }

  private static Seen seen(String delivery, Seen.Fate fate) {
    return new Seen(delivery, Instant.ofEpochSecond(delivery.hashCode()), "c" + delivery, fate);
  }
}
