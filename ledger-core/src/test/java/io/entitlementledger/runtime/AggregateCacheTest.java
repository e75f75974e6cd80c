package io.entitlementledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AggregateCacheTest {
  private static final int MIB = 1 << 20;

  @Test
  void itGivesBackWhatItWasGiven() {
    AggregateCache cache = new AggregateCache(10);
    cache.put("one", "account");

    assertThat(cache.<String, String>get("one")).isEqualTo("account");
    assertThat(cache.<String, String>get("two")).isNull();
  }

  @Test
  void largeAccountsAreLetGoBeforeTheMemoryRunsOut() {
    AggregateCache cache = new AggregateCache(Long.MAX_VALUE);
    long twiceAllThereIs = 2 * Runtime.getRuntime().maxMemory() / MIB;
    for (int i = 0; i < twiceAllThereIs; i++) {
      cache.put(i, new byte[MIB]);
    }

    assertThat(cache.containsKey(0)).isFalse();
  }
}
