package io.entitlementledger.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.bson.Document;
import org.bson.types.Binary;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The stored documents, field by field, with every hash computed here a second time. */
class CommitFormatTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private EventLog log;
  private Appender appender;

  @BeforeEach
  void open() {
    log = new EventLog(mongo.database());
    appender = new Appender(log, LogSettings.defaults());
  }

  @AfterEach
  void close() {
    appender.close();
  }

  private static LoggedEvent event(
      String id, String stream, long sequence, String time, String payload) {
    return new LoggedEvent(
        id,
        "LineSet",
        stream.startsWith("x") ? null : "2",
        Instant.parse(time),
        stream,
        sequence,
        JSON.readTree(payload),
        JSON.readTree("{\"by\":\"ü\"}"));
  }

  @Test
  void theBodyIsCanonicalJsonAndTheHashesRecompute() throws Exception {
    byte[] raw = "{ \"A\" : 1 }".getBytes(UTF_8);
    byte[] salt = "0123456789abcdef".getBytes(UTF_8);
    Submission submission = Submission.of(raw, salt);
    appender.append(
        Events.draft(
            List.of(
                event("e1", "a", 0, "2026-01-02T03:04:05.006Z", "{\"b\":2,\"a\":[null,true]}"),
                event("e2", "x", 0, "2026-01-02T03:04:05Z", "\"text\""),
                event("e3", "a", 1, "2026-01-01T00:00:00Z", "{}")),
            submission));
    appender.append(
        Events.draft(List.of(event("e4", "a", 2, "2020-01-01T00:00:00Z", "9007199254740992"))));
    assertThat(submission.position()).hasValue(2);

    List<Document> stored = new ArrayList<>();
    mongo.database().getCollection("log").find().into(stored);
    byte[] body =
        ("{\"events\":[{\"id\":\"e1\",\"metadata\":{\"by\":\"ü\"},\"name\":\"LineSet\","
                + "\"payload\":{\"a\":[null,true],\"b\":2},\"revision\":\"2\",\"sequence\":0,"
                + "\"stream\":\"a\",\"timestamp\":\"2026-01-02T03:04:05.006Z\"},"
                + "{\"id\":\"e2\",\"metadata\":{\"by\":\"ü\"},\"name\":\"LineSet\","
                + "\"payload\":\"text\",\"revision\":null,\"sequence\":0,"
                + "\"stream\":\"x\",\"timestamp\":\"2026-01-02T03:04:05.000Z\"},"
                + "{\"id\":\"e3\",\"metadata\":{\"by\":\"ü\"},\"name\":\"LineSet\","
                + "\"payload\":{},\"revision\":\"2\",\"sequence\":1,"
                + "\"stream\":\"a\",\"timestamp\":\"2026-01-01T00:00:00.000Z\"}],"
                + "\"raw\":\""
                + HexFormat.of().formatHex(sha(salt, raw))
                + "\"}")
            .getBytes(UTF_8);
    byte[] leaf = sha(new byte[] {0}, body);
    byte[] streamHash = sha(new byte[] {3}, new byte[32], leaf);
    byte[] chain = sha(new byte[] {2}, new byte[32], leaf);
    assertThat(stored.getFirst())
        .isEqualTo(
            new Document("_id", 0L)
                .append("n", 3)
                .append(
                    "s",
                    List.of(
                        new Document("a", "a")
                            .append("f", 0L)
                            .append("n", 2)
                            .append("h", new Binary(streamHash)),
                        new Document("a", "x")
                            .append("f", 0L)
                            .append("n", 1)
                            .append("h", new Binary(streamHash))))
                .append("t", Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli())
                .append("hw", Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli())
                .append("body", new Binary(body))
                .append("raw", new Binary(raw))
                .append("salt", new Binary(salt))
                .append("leaf", new Binary(leaf))
                .append("chain", new Binary(chain)));

    Document second = stored.getLast();
    byte[] leaf2 = sha(new byte[] {0}, second.getEmbedded(List.of("body"), Binary.class).getData());
    assertThat(second.keySet())
        .containsExactly("_id", "n", "s", "t", "hw", "body", "leaf", "chain");
    assertThat(second.getLong("_id")).isEqualTo(3);
    assertThat(second.getLong("t")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli());
    assertThat(second.getLong("hw")).isEqualTo(stored.getFirst().getLong("hw"));
    assertThat(second.get("chain")).isEqualTo(new Binary(sha(new byte[] {2}, chain, leaf2)));
    assertThat(second.getList("s", Document.class))
        .containsExactly(
            new Document("a", "a")
                .append("f", 2L)
                .append("n", 1)
                .append("h", new Binary(sha(new byte[] {3}, streamHash, leaf2))));
    assertThat(new LogVerifier(log).verify(log.head()).good()).isTrue();
  }

  @Test
  void numbersThatCanonicalJsonWouldChangeAreRefused() {
    for (String number : List.of("9007199254740993", "-9007199254740993", "0.5", "1e400")) {
      List<LoggedEvent> events =
          List.of(event("e", "a", 0, "2026-01-01T00:00:00Z", "{\"n\":[" + number + "]}"));
      assertThatThrownBy(() -> Events.draft(events))
          .isInstanceOf(EventStoreException.class)
          .hasMessageContaining("2^53");
    }
  }

  @Test
  void textThatIsNotUnicodeIsRefused() {
    for (String text : List.of("\\ud800", "\\udc00", "a\\udbff\\ud800b", "\\ud83d\\ude00\\ude00")) {
      for (String payload : List.of("[\"" + text + "\"]", "{\"" + text + "\":1}")) {
        List<LoggedEvent> events = List.of(event("e", "a", 0, "2026-01-01T00:00:00Z", payload));
        assertThatThrownBy(() -> Events.draft(events))
            .isInstanceOf(EventStoreException.class)
            .hasMessageContaining("surrogate");
      }
    }
  }

  @Test
  void generatedBodiesAreWhatAnotherImplementationOfTheStandardWrites() throws Exception {
    Random random = new Random(8785);
    for (int i = 0; i < 3000; i++) {
      String id = "e" + i;
      LoggedEvent event =
          new LoggedEvent(
              id, text(random), "1", time(random), text(random), i, any(random, 0), object(random));
      byte[] body = new Body(List.of(event), null).encode();
      assertThat(new String(body, UTF_8))
          .isEqualTo(new JsonCanonicalizer(JSON.readTree(body).toString()).getEncodedString());
      assertThat(Body.parse(body).events()).containsExactly(event);
    }
  }

  /** Also of years that are not written with four digits. */
  private static Instant time(Random random) {
    long range = 4_000_000_000_000L << random.nextInt(10);
    return Instant.ofEpochMilli(random.nextLong(-range, range));
  }

  private static JsonNode any(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 6)) {
      case 0 -> StringNode.valueOf(text(random));
      case 1 -> LongNode.valueOf(random.nextLong(-(1L << 53), (1L << 53) + 1));
      case 2 -> BooleanNode.valueOf(random.nextBoolean());
      case 3 -> NullNode.getInstance();
      case 4 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(any(random, depth + 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = object(random);
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(text(random), any(random, depth + 1));
        }
        yield object;
      }
    };
  }

  private static ObjectNode object(Random random) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      object.put(text(random), random.nextInt());
    }
    return object;
  }

  /** Text of every kind: control characters, what must be escaped, and past the basic plane. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int codePoint =
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "\"\\/\u007f\u2028\ufeff<>&'".codePointAt(random.nextInt(10));
            case 2 -> random.nextInt(0x10000, 0x110000);
            case 3 -> random.nextInt(0xD800);
            default -> random.nextInt(0xE000, 0x10000);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private static byte[] sha(byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }
}
