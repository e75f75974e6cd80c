package io.entitlementledger.embedded;

import static com.mongodb.client.model.Filters.eq;
import static io.entitlementledger.embedded.RawClient.OP_MSG;
import static io.entitlementledger.embedded.RawClient.bson;
import static io.entitlementledger.embedded.RawClient.command;
import static io.entitlementledger.embedded.RawClient.int32;
import static io.entitlementledger.embedded.RawClient.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the server makes of bytes that no driver would send. */
class WireTest {
  private static final Document PING = new Document("ping", 1).append("$db", "ledger");
  private static final Document INSERT =
      new Document("insert", "c").append("ordered", true).append("$db", "ledger");
  private static final Document FIND =
      new Document("find", "c")
          .append("filter", new Document("s", new Document("$elemMatch", new Document("a", "x"))))
          .append("sort", new Document("_id", -1))
          .append("limit", 5)
          .append("$db", "ledger");

  @TempDir Path directory;
  private OpenStore store;

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.entitlementledger.embedded");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void open() {
    // The store's threads go on logging while a test reads what they logged.
    logged.list = new CopyOnWriteArrayList<>();
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
    store = new OpenStore(directory);
  }

  @AfterEach
  void aGoodClientIsServedAfterwards() {
    store.collection("good").insertOne(new Document("_id", 1));
    assertThat(store.collection("good").find().first()).isEqualTo(new Document("_id", 1));
    store.close();
    logger.setAdditive(true);
    logger.detachAppender(logged);
  }

  private RawClient client() throws IOException {
    return new RawClient(store.server.connectionString());
  }

  private Document answerTo(byte[] message) throws IOException {
    try (RawClient client = client()) {
      return client.send(message).answer();
    }
  }

  private void assertClosedWithoutAnswer(byte[] message) throws IOException {
    try (RawClient client = client()) {
      assertThat(client.send(message).untilClosed()).isZero();
    }
  }

  @Test
  void commandsAreAnsweredOneAfterAnotherHoweverTheyArrive() throws IOException {
    byte[] ping = command(PING);
    byte[] three = Arrays.copyOf(ping, 3 * ping.length);
    System.arraycopy(ping, 0, three, ping.length, ping.length);
    System.arraycopy(ping, 0, three, 2 * ping.length, ping.length);
    try (RawClient client = client()) {
      client.send(three);
      for (int i = 0; i < 3; i++) {
        assertThat(client.answer()).isEqualTo(new Document("ok", 1.0));
      }
      for (byte b : ping) {
        client.send(new byte[] {b});
      }
      assertThat(client.answer()).isEqualTo(new Document("ok", 1.0));
    }
  }

  @Test
  void theHandshakeOffersNoStreamOfAnswers() throws IOException {
    byte[] collection = "admin.$cmd\0".getBytes(UTF_8);
    Document hello =
        answerTo(
            message(
                2004,
                int32(4),
                collection,
                int32(0),
                int32(-1),
                bson(new Document("isMaster", 1))));
    assertThat(hello)
        .containsEntry("ismaster", true)
        .containsEntry("maxMessageSizeBytes", 48_000_000)
        .doesNotContainKey("topologyVersion");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 15, 48_000_001, Integer.MAX_VALUE})
  void aLengthNoMessageHasClosesTheConnection(int length) throws IOException {
    byte[] ping = command(PING);
    System.arraycopy(int32(length), 0, ping, 0, 4);
    assertClosedWithoutAnswer(ping);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "A connection is closed: what came is not a message: its length is said to be "
                + length);
  }

  @Test
  void anUnknownOperationFlagOrSectionClosesTheConnection() throws IOException {
    assertClosedWithoutAnswer(message(2012, int32(0), new byte[] {0}, bson(PING)));
    assertClosedWithoutAnswer(message(OP_MSG, int32(4), new byte[] {0}, bson(PING)));
    assertClosedWithoutAnswer(message(OP_MSG, int32(0), new byte[] {7}, bson(PING)));
    assertClosedWithoutAnswer(
        message(OP_MSG, int32(0), new byte[] {0}, bson(PING), new byte[] {0}, bson(PING)));
    byte[] collection = "ledger.c\0".getBytes(UTF_8);
    assertClosedWithoutAnswer(
        message(2004, int32(0), collection, int32(0), int32(1), bson(new Document())));
  }

  @Test
  void aMessageCutShortIsNoCommand() throws IOException {
    byte[] insert = command(0, INSERT, "documents", bson(new Document("_id", 1)));
    for (int length = 0; length < insert.length; length++) {
      try (RawClient client = client()) {
        assertThat(client.send(Arrays.copyOf(insert, length)).end().untilClosed()).isZero();
      }
    }
    assertThat(store.collection("c").countDocuments()).isZero();
  }

  @Test
  void aDocumentThatIsNotWellFormedIsRefusedAndTheConnectionGoesOn() throws IOException {
    byte[] good = bson(new Document("_id", 1).append("s", List.of(new Document("a", "x"))));
    try (RawClient client = client()) {
      for (byte[] bad :
          List.of(
              with(good, 0, 127),
              with(good, 0, good.length - 1),
              with(good, 4, 0x0F),
              with(good, 15, 200),
              with(good, 23, 3),
              with(good, good.length - 1, 1),
              document(0x10, "a\0", int32(1), 0x10, "a\0", int32(2)),
              document(0x02, "a\0", int32(0)),
              document(0x02, "a\0", int32(-1)),
              document(0x02, "a\0", int32(Integer.MAX_VALUE), "b\0"),
              document(0x02, "a\0", int32(2), "bc"),
              document(0x05, "a\0", int32(Integer.MAX_VALUE), 0x00),
              document(0x05, "a\0", int32(3), 0x04, "bcd"),
              document(0x08, "a\0", 0x02),
              document(0x01, "a\0", int32(1)),
              document(0x10, "a"))) {
        client.send(command(0, INSERT, "documents", good, bad));
        assertThat(client.answer())
            .containsEntry("ok", 0.0)
            .containsEntry("codeName", "InvalidBSON");
      }
      client.send(command(0, INSERT, "documents", good));
      assertThat(client.answer()).containsEntry("n", 1);
    }
    assertThat(store.faults("c")).isEmpty();
  }

  @Test
  void aDocumentNestedTooDeeplyIsRefused() throws IOException {
    Document deep = new Document();
    for (int i = 0; i < 198; i++) {
      deep = new Document("d", deep);
    }
    byte[] deepest = bson(new Document("_id", 1).append("d", deep));
    assertThat(answerTo(command(0, INSERT, "documents", deepest))).containsEntry("n", 1);
    byte[] tooDeep = bson(new Document("_id", 2).append("d", new Document("d", deep)));
    assertThat(answerTo(command(0, INSERT, "documents", tooDeep)))
        .containsEntry("codeName", "InvalidBSON");
  }

  private static byte[] with(byte[] good, int at, int value) {
    byte[] bad = good.clone();
    bad[at] = (byte) value;
    return bad;
  }

  /** A document of parts: bytes, texts without their end, and numbers for single bytes. */
  private static byte[] document(Object... parts) {
    BsonWriter bytes = new BsonWriter().int32(0);
    for (Object part : parts) {
      switch (part) {
        case Integer one -> bytes.one(one);
        case String text -> bytes.raw(text.getBytes(UTF_8), 0, text.length());
        default -> bytes.raw((byte[]) part, 0, ((byte[]) part).length);
      }
    }
    return bytes.one(0).endAt(0).toBytes();
  }

  @Test
  void whatNobodyWaitsForIsWrittenAndNotAnswered() throws IOException {
    try (RawClient client = client()) {
      client.send(command(2, INSERT, "documents", bson(new Document("_id", 1))));
      client.send(command(2, INSERT, "documents", bson(new Document("_id", 1))));
      client.send(command(2, INSERT, "documents", document(0x0F, "a\0")));
      client.send(command(PING));
      assertThat(client.answer()).isEqualTo(new Document("ok", 1.0));
    }
    assertThat(store.collection("c").countDocuments()).isEqualTo(1);
  }

  @Test
  void anyDamageToAMessageIsAnsweredOrClosesTheConnection() throws IOException {
    store.collection("c").createIndex(new Document("s.a", 1).append("s.f", 1));
    Random random = new Random(20_250_101);
    byte[] first = bson(new Document("_id", 1).append("s", List.of(new Document("a", "x"))));
    byte[] second = bson(new Document("_id", "b").append("x", 1.5).append("y", null));
    List<byte[]> good =
        List.of(
            command(PING),
            command(FIND),
            command(0, INSERT, "documents", first, second),
            command(
                0,
                new Document("update", "c").append("$db", "ledger"),
                "updates",
                bson(
                    new Document("q", new Document("_id", 1))
                        .append("u", new Document("$set", new Document("x", 2)))
                        .append("upsert", true))));
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.get(i % good.size()).clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try (RawClient client = client()) {
        client.send(bad).end().untilClosed();
      } catch (IOException e) {
        throw new AssertionError("message " + i, e);
      }
    }
    assertThat(store.collection("c").find(eq("_id", "none")).first()).isNull();
    assertThat(store.faults("c")).isEmpty();
  }
}
