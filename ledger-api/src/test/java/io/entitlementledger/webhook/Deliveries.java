package io.entitlementledger.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.event.Delivery;
import io.entitlementledger.value.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Deliveries of the tests, and how they are read. */
final class Deliveries {
  static final Source IPILOT = new Source("ipilot");
  static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00.123456Z");
  static final Receipt RECEIPT = new Receipt("dlv_1", RECEIVED, "key-1", DuplicateWindows.DEFAULT);
  static final Catalogue CATALOGUE = Catalogue.packaged();

  /** The sender's thirteen documented bodies, byte for byte. */
  static final List<String> SAMPLES =
      List.of(
          "call_path_order",
          "phone_number_order",
          "port_number_order",
          "phone_number_routed",
          "call_forwarding",
          "dynamic_emergency_services",
          "emergency_services",
          "international_calling",
          "inbound_cnam",
          "outbound_cnam",
          "sms",
          "customer_account_event",
          "site_event");

  private static final Map<String, byte[]> BODIES =
      SAMPLES.stream().collect(Collectors.toMap(Function.identity(), Deliveries::load));

  private Deliveries() {}

  static byte[] sample(String name) {
    return Objects.requireNonNull(BODIES.get(name), name).clone();
  }

  private static byte[] load(String name) {
    try (InputStream body = Deliveries.class.getResourceAsStream("/webhooks/" + name + ".json")) {
      return Objects.requireNonNull(body, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String sample) {
    return new String(sample(sample), StandardCharsets.UTF_8);
  }

  static Reading read(byte[] raw) {
    return new WebhookReader(CATALOGUE).read(raw, IPILOT, RECEIPT);
  }

  static Reading read(String body) {
    return read(body.getBytes(StandardCharsets.UTF_8));
  }

  static AccountCommand command(byte[] raw) {
    return command(read(raw));
  }

  static AccountCommand command(String body) {
    return command(read(body));
  }

  static AccountCommand command(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Readable.class);
    return ((Reading.Readable) reading).command();
  }

  static Reading.Unreadable unreadable(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Unreadable.class);
    return (Reading.Unreadable) reading;
  }

  static Delivery delivery(AccountCommand command) {
    return Objects.requireNonNull(command.cause().delivery());
  }

  static String content(String body) {
    return Objects.requireNonNull(delivery(command(body)).content());
  }

  /** An SMS body, which has little else, with further members. */
  static String sms(String members) {
    return """
    {"account_id": 261, "event_object": "customer", "event_action": "sms", %s}\
    """
        .formatted(members);
  }
}
