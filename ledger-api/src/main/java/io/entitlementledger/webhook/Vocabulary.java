package io.entitlementledger.webhook;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields a catalogue recognises.
 *
 * @param byKey each by its folded name, and by every other spelling of it
 */
record Vocabulary(Map<String, Field> byKey) {
  Vocabulary {
    byKey = Map.copyOf(byKey);
  }

  @Nullable Field find(String name) {
    return byKey.get(Texts.key(name));
  }
}
