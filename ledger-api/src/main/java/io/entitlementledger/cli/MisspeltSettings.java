package io.entitlementledger.cli;

import io.entitlementledger.CannotStart;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stops a start whose environment holds something that is nearly the name of a setting: a setting
 * that was meant and not taken would otherwise go unnoticed. Other variables that begin with {@code
 * LEDGER_} are left alone, since container platforms add some of their own.
 */
final class MisspeltSettings {
  private static final String PREFIX = "LEDGER_";

  private static final List<String> KNOWN =
      List.of(
          Settings.PORT,
          Settings.DATA_DIR,
          Settings.MONGODB_URI,
          Settings.ADMIN_KEY,
          Settings.WEBHOOK_SECRET,
          Settings.ALLOW_UNAUTHENTICATED,
          Settings.CATALOGUE,
          Settings.DUPLICATE_WINDOWS,
          Settings.RATE_LIMIT,
          // read by the launcher and by the tests
          "LEDGER_JAVA_HOME",
          "LEDGER_JAVA_OPTS",
          "LEDGER_TEST_MONGODB_URI");

  private MisspeltSettings() {}

  static void check(Map<String, String> environment) {
    for (String name : new TreeMap<>(environment).keySet()) {
      if (name.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !KNOWN.contains(name)) {
        for (String known : KNOWN) {
          if (isNearly(name, known)) {
            throw new CannotStart(
                "the environment variable "
                    + name
                    + " is unknown; did you mean "
                    + known
                    + "? Correct or remove it");
          }
        }
      }
    }
  }

  private static boolean isNearly(String name, String known) {
    // A short name allows one slip, so that LEDGER_HOST is not taken for LEDGER_PORT.
    int slips = known.length() - PREFIX.length() < 8 ? 1 : 2;
    return distance(name.toUpperCase(Locale.ROOT), known) <= slips;
  }

  /** How many letters to insert, delete, replace or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}
