package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.CATALOGUE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue as a file that its operator has written. */
@SuppressWarnings("NullAway.Init")
class CatalogueSourceTest {
  private static final String YAML = CATALOGUE.text();

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("mine.yaml");
  }

  @Test
  void aFileTakesThePlaceOfThePackagedCatalogue() throws IOException {
    Files.writeString(file, YAML.replace("version: \"1\"", "version: \"2\""));

    assertThat(new CatalogueSource(file).read().reference()).isEqualTo("ipilot/2");
    assertThat(CatalogueSource.PACKAGED.read().reference()).isEqualTo("ipilot/1");
  }

  @Test
  void aCatalogueIsReadWithAByteOrderMarkAndWithTheLineEndsOfWindows() throws IOException {
    Files.writeString(file, "\uFEFF" + YAML.replace("\n", "\r\n"));

    assertThat(new CatalogueSource(file).read().webhooks()).isEqualTo(CATALOGUE.webhooks());
  }

  /** What stands in the file for what, where the mistake then is, and what is said of it. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("name: ipilot", "nom: ipilot", "nom:", "the catalogue: 'nom' is no key of it"),
        mistake(
            "product: sms", "produce: sms", "produce:", "webhook sms: 'produce' is no key of it"),
        mistake("version: \"1\"", "", "name:", "the catalogue: 'version' is missing"),
        mistake(
            "version: \"1\"",
            "version: [1]",
            "version: [1]",
            "the catalogue: 'version' must be one value"),
        mistake(
            "version: \"1\"",
            "version: one two",
            "version: one",
            "the catalogue: 'version' must match [A-Za-z0-9][A-Za-z0-9._-]{0,31}, and 'one two'"
                + " does not"),
        mistake(
            "objects:\n",
            "objects: x\nwords:\n",
            "words:",
            "the catalogue: 'words' is no key of it"),
        mistake(
            "actions: [sms]",
            "actions: sms",
            "actions: sms",
            "webhook sms: 'actions' must be a list with at least one item"),
        mistake(
            "actions: [sms]",
            "actions: [[sms]]",
            "actions: [[sms]]",
            "webhook sms: this must be a word"),
        mistake("    product: sms\n", "", "- webhook: sms", "webhook sms: 'product' is missing"),
        mistake(
            "webhook: sms",
            "webhook: inbound_cnam",
            "webhook: inbound_cnam",
            "webhook inbound_cnam: there is another rule of this name"),
        mistake(
            "actions: [sms]",
            "actions: [outboundcnam]",
            "webhook: sms",
            "webhook sms: it shares an action with outbound_cnam and counts by the same field, so"
                + " nothing tells them apart"),
        mistake(
            "webhooks:\n",
            "webhooks:\n  - sms\n",
            "  - sms",
            "the catalogue: a rule is a mapping that begins with its webhook"),
        mistake(
            "  zoom: zoom",
            "  zoom: zoom\n  zoom: webex",
            "zoom: webex",
            "'zoom' is there already, on line %d"
                .formatted(YAML.substring(0, YAML.indexOf("  zoom: zoom")).lines().count() + 1)),
        mistake(
            "  zoom: zoom",
            "  zoom: &z zoom\n  zm: *z",
            "zm: *z",
            "a catalogue has no aliases; write the value out"),
        mistake(
            "webhooks:\n",
            "webhooks:\n  - <<: *base\n",
            "*base",
            "a catalogue has no aliases; write the value out"),
        mistake("version: \"1\"", "version: @1", "version: @1", "this is not YAML"),
        mistake("version: \"1\"", "\tversion: 1", "name: ipilot", "this is not YAML"));
  }

  private static Arguments mistake(String from, String to, String at, String message) {
    return Arguments.of(from, to, at, message);
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsFileItsLineAndItsRule(
      String from, String to, String at, String message) throws IOException {
    assertThat(YAML.split(java.util.regex.Pattern.quote(from), -1)).as(from).hasSize(2);
    String changed = YAML.replace(from, to);
    Files.writeString(file, changed);
    long line =
        changed.substring(0, changed.lastIndexOf(at)).chars().filter(c -> c == '\n').count();

    refused(
        file,
        "Catalogue %s, line %d%s%s."
            .formatted(
                file, line + 1, message.matches("(the cat|webhook ).*") ? ", " : ": ", message));
  }

  @Test
  void whatIsNotUtf8IsRefusedAtItsLine() throws IOException {
    Files.write(file, "name: ipilot\nversion: \"1\"\n# caf\u00e9\n".getBytes(ISO_8859_1));

    refused(file, "Catalogue %s, line 3: this is not UTF-8.".formatted(file));
  }

  @Test
  void aFileOfMoreThanItsBoundIsRefusedUnread() throws IOException {
    Files.writeString(file, YAML + "#".repeat(CatalogueSource.MOST_KIBIBYTES * 1024));

    refused(file, "Catalogue %s: it is longer than 256 KiB.".formatted(file));
  }

  @Test
  void aFileThatHasNoEndIsNotReadToIt() {
    refused(Path.of("/dev/zero"), "Catalogue /dev/zero: it is no file.");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.createFile(file);

    refused(file, "Catalogue %s: it is empty.".formatted(file));
  }

  @Test
  void aFileThatIsNotThereOrIsNoneOrCannotBeReadIsRefused() throws IOException {
    refused(file, "Catalogue %s: there is no such file.".formatted(file));
    refused(directory, "Catalogue %s: it is no file.".formatted(directory));
    Path beneathAFile = Files.createFile(file).resolve("mine.yaml");
    refused(beneathAFile, "Catalogue %s: it cannot be read.".formatted(beneathAFile));
  }

  @Test
  void aBombOfAliasesIsRefusedAtItsFirstAlias() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    Files.writeString(file, bomb);

    refused(
        file,
        "Catalogue %s, line 2: a catalogue has no aliases; write the value out.".formatted(file));
  }

  @Test
  void aMessageIsOneLineOfABearableLengthWhateverIsWritten() throws IOException {
    String longest = "x".repeat(10_000);
    Files.writeString(file, YAML.replace("webhook: sms", "webhook: \"a\\n%s\"".formatted(longest)));

    assertThatExceptionOfType(CatalogueException.class)
        .isThrownBy(() -> new CatalogueSource(file).read())
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(1_000));
  }

  @Test
  void whateverTheBytesAreTheCatalogueIsReadOrRefusedInASentence() throws IOException {
    SplittableRandom random = new SplittableRandom(20_260_301);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = YAML.getBytes(UTF_8);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        String syntax = "[]{}:,-#&*!|>'\"%@` \t\n\0\u00e9";
        bytes[random.nextInt(bytes.length)] = (byte) syntax.charAt(random.nextInt(syntax.length()));
      }
      Files.write(file, bytes);
      try {
        new CatalogueSource(file).read();
      } catch (CatalogueException e) {
        assertThat(e.getMessage()).startsWith("Catalogue " + file + ", line ").endsWith(".");
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 999);
  }

  private static void refused(Path file, String message) {
    assertThatExceptionOfType(CatalogueException.class)
        .isThrownBy(() -> new CatalogueSource(file).read())
        .withMessage(message);
  }
}
