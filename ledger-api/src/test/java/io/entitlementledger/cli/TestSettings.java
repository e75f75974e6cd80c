package io.entitlementledger.cli;

import java.nio.file.Path;
import java.util.Map;

/** A start with nothing set but where the data is, on any free port. */
public final class TestSettings {
  private TestSettings() {}

  /** The defaults on the embedded store in {@code dataDir}. */
  public static Settings at(Path dataDir) {
    return at(dataDir, Map.of());
  }

  static Settings at(Path dataDir, Map<String, String> environment) {
    return Settings.read("0", dataDir.toString(), environment);
  }
}
