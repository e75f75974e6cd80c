package io.entitlementledger.webhook;

import static io.entitlementledger.webhook.Deliveries.SAMPLES;
import static io.entitlementledger.webhook.Deliveries.read;
import static io.entitlementledger.webhook.Deliveries.sample;
import static io.entitlementledger.webhook.Deliveries.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.event.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, a reading answers. */
class WebhookMutationTest {
  private static final int ROUNDS = 10_000;

  private static final Set<String> CODES =
      Arrays.stream(Reason.values()).map(Reason::code).collect(Collectors.toSet());

  /** What a value may be replaced by. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1e1",
          "10.0",
          "1e999999999",
          "9".repeat(400),
          "9".repeat(2_000),
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"a|b\"",
          "\"\u0130I\u0131\u00df\u03a3\"",
          "[]",
          "{}",
          "[[[[1]]]]",
          "{\"a\":{\"a\":1}}",
          "[\"a\",1,null]",
          "\"%s\"".formatted("x".repeat(300)),
          "\"\u202e\ufeff\"",
          "\"=1+1\"",
          "\"' OR 1=1\"",
          "\"\ud83d\ude00\"",
          "1,\"account_id\":2",
          "\"",
          "[",
          "\\");

  @Test
  void changedBytesAreAlwaysAnswered() {
    Random random = new Random(20260301);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] raw = sample(SAMPLES.get(random.nextInt(SAMPLES.size())));
      for (int change = random.nextInt(4); change >= 0; change--) {
        raw = changed(raw, random);
      }
      check(read(raw), round);
    }
  }

  @Test
  void changedValuesAreAlwaysAnswered() {
    Random random = new Random(20260302);
    for (int round = 0; round < ROUNDS; round++) {
      String[] lines = text(SAMPLES.get(random.nextInt(SAMPLES.size()))).split("\r\n", -1);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int line = 1 + random.nextInt(lines.length - 2);
        int colon = lines[line].indexOf(':');
        String value = VALUES.get(random.nextInt(VALUES.size()));
        if (colon > 0) {
          lines[line] =
              lines[line].substring(0, colon + 1) + value + (line < lines.length - 2 ? "," : "");
        }
      }
      check(read(String.join("\r\n", lines)), round);
    }
  }

  private static byte[] changed(byte[] raw, Random random) {
    if (raw.length == 0) {
      return raw;
    }
    int at = random.nextInt(raw.length);
    int to = at + random.nextInt(Math.min(20, raw.length - at));
    byte[] head = Arrays.copyOf(raw, at);
    byte[] cut = Arrays.copyOfRange(raw, at, to);
    byte[] tail = Arrays.copyOfRange(raw, to, raw.length);
    return switch (random.nextInt(5)) {
      case 0 -> joined(head, tail);
      case 1 -> joined(head, cut, cut, tail);
      case 2 -> joined(head, new byte[] {(byte) random.nextInt(256)}, tail);
      case 3 ->
          joined(
              head,
              VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8),
              tail);
      default -> {
        byte[] flipped = raw.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
    };
  }

  private static byte[] joined(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  static void check(Reading reading, int round) {
    switch (reading) {
      case Reading.Readable(var command) -> {
        Delivery delivery = Deliveries.delivery(command);
        assertThat(delivery.content()).as("round %d", round).hasSize(64);
        assertThat(storable(command.toString())).as("round %d: %s", round, command).isTrue();
      }
      case Reading.Unreadable unreadable -> {
        assertThat(CODES).as("round %d", round).contains(unreadable.reason());
        assertThat(unreadable.pointer()).as("round %d", round).matches("(/[^/]*)*");
        assertThat(unreadable.detail()).as("round %d", round).endsWith(".").hasSizeLessThan(250);
        assertThat(storable(unreadable.toString())).as("round %d: %s", round, unreadable).isTrue();
      }
    }
  }

  private static boolean storable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\0') < 0;
  }
}
