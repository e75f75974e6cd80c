package io.entitlementledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Two catalogues: the one of the program, and a later one that reads an action more. */
final class KillCatalogues {
  /** The action that only the later one reads. */
  static final String LATER = "faxline";

  private KillCatalogues() {}

  /** Writes both, the later one last. */
  static List<Path> write(Path directory) throws IOException {
    Path home = Objects.requireNonNull(Home.target().getParent()).resolveSibling("ledger-api");
    String text = Files.readString(home.resolve("src/main/resources/ipilot-catalogue.yaml"));
    Path first = Files.writeString(directory.resolve("catalogue-1.yaml"), text);
    String later =
        text.replace("version: \"1\"", "version: \"2\"")
            + """

              - webhook: fax_line
                actions: [%s]
                count: number_count
                quantity: counted
                product: fax_line
                billable: true
                timing: real_time
            """
                .formatted(LATER);
    return List.of(first, Files.writeString(directory.resolve("catalogue-2.yaml"), later));
  }
}
