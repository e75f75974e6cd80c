package io.entitlementledger.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.acceptance.PackagedLedger.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Thousands of bodies nobody should send, posted to the program over connections that are kept.
 * {@code -Dhostile.bodies} says how many, {@code -Dhostile.seed} from which number they are drawn.
 */
@SuppressWarnings("NullAway.Init") // set before all tests
class HostileBodiesIT {
  private static final int BODIES = Integer.getInteger("hostile.bodies", 10_000);
  private static final long SEED =
      Long.getLong("hostile.seed", ThreadLocalRandom.current().nextInt(1_000_000));
  private static final int CONNECTIONS = 8;
  private static final int RAW_LOOKED_AT = 200;

  private static final Pattern CODE =
      Pattern.compile("^(?:\\| \\d+ )?\\| `([a-z0-9_]+)` \\|", Pattern.MULTILINE);
  private static final Pattern REASON =
      Pattern.compile("^\\| `([a-z]+)` \\| (?:`([a-z_]+)`)? ?\\|", Pattern.MULTILINE);

  /** What an answer would hold if it told more than the sender may know. */
  private static final Pattern LEAK =
      Pattern.compile(
          "entitlementledger|jackson|springframework|tomcat|mongo|rocksdb|Exception|\\.java|\\tat "
              + "|admin-key-of|webhook-secret-of");

  @TempDir static Path directory;

  private static PackagedLedger ledger;
  private static Map<Integer, Set<String>> documented;

  private final Map<String, String> told = new HashMap<>();
  private final Map<String, byte[]> sent = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    documented = documented();
    ledger = PackagedLedger.start(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  void everyBodyIsAnsweredAsDocumentedAndWhatIsKeptIsOnRecord() throws Exception {
    assertThat(postAll()).as("with the seed %d", SEED).isEmpty();
    Map<String, String> onRecord = onRecord();
    assertThat(onRecord).as("with the seed %d", SEED).isEqualTo(told);
    int looked = 0;
    for (Map.Entry<String, byte[]> delivery : sent.entrySet()) {
      if (looked++ < RAW_LOOKED_AT) {
        Answer kept = ledger.get("/v1/deliveries/" + delivery.getKey());
        assertThat(Base64.getDecoder().decode(kept.text("/raw"))).isEqualTo(delivery.getValue());
      }
    }
    assertThat(ledger.isReady()).isTrue();
  }

  private static List<HostileBody> bodies() throws IOException {
    List<HostileBody> bodies = new ArrayList<>(MalformedJson.all());
    bodies.addAll(NaughtyTexts.all());
    MutatedSamples samples = new MutatedSamples(SEED);
    while (bodies.size() < BODIES) {
      bodies.add(samples.next());
    }
    return bodies;
  }

  /** Posts them over a few connections; what was wrong with the answers. */
  private List<String> postAll() throws Exception {
    ConcurrentLinkedQueue<HostileBody> bodies = new ConcurrentLinkedQueue<>(bodies());
    List<Callable<List<String>>> senders = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      senders.add(
          () -> {
            List<String> flaws = new ArrayList<>();
            try (KeptConnection connection = ledger.webhookConnection()) {
              for (HostileBody body = bodies.poll(); body != null; body = bodies.poll()) {
                flaws.addAll(post(connection, body));
              }
            }
            return flaws;
          });
    }
    List<String> flaws = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (Future<List<String>> sender : threads.invokeAll(senders)) {
        flaws.addAll(sender.get());
      }
    }
    return flaws;
  }

  private List<String> post(KeptConnection connection, HostileBody body) throws IOException {
    Answer answer = connection.post("/v1/webhooks/ipilot", body.bytes());
    List<String> flaws = new ArrayList<>();
    JsonNode json = answer.json();
    boolean problem = answer.status() >= 400;
    String status = json.path("status").asString("");
    String code = json.path(problem ? "code" : "reason").asString(problem ? "" : status);
    String form = problem ? "application/problem+json" : "application/json";
    if (!(answer.status() + " " + code).matches(body.expected())) {
      flaws.add("answered " + answer.status() + " " + code + ", not " + body.expected());
    }
    if (!documented.getOrDefault(answer.status(), Set.of()).contains(code)) {
      flaws.add("answered " + answer.status() + " with '" + code + "', which is not documented");
    }
    if (!answer.contentType().equals(form)) {
      flaws.add("answered as " + answer.contentType());
    }
    if (LEAK.matcher(answer.text()).find()) {
      flaws.add("answered with what is not the sender's to know");
    }
    String delivery = json.path("delivery_id").asString("");
    if (delivery.isEmpty() != (answer.status() == 413)) {
      flaws.add("answered with the delivery '" + delivery + "'");
    }
    if (!delivery.isEmpty()) {
      synchronized (told) {
        told.put(delivery, problem ? "quarantined" : status);
        sent.put(delivery, body.bytes());
      }
    }
    return flaws.stream().map(flaw -> body + " was " + flaw + ": " + answer.text()).toList();
  }

  /** Every delivery that the ledger lists, with its status. */
  private static Map<String, String> onRecord() throws IOException, InterruptedException {
    Map<String, String> found = new HashMap<>();
    String after = "";
    JsonNode page;
    do {
      page = ledger.get("/v1/deliveries?limit=1000" + after).json();
      for (JsonNode delivery : page.get("data")) {
        found.put(delivery.get("id").asString(), delivery.get("status").asString());
        after = "&starting_after=" + delivery.get("position").asLong();
      }
    } while (page.get("has_more").asBoolean());
    return found;
  }

  /** The codes of the reference, by the status that each is answered with. */
  private static Map<Integer, Set<String>> documented() throws IOException {
    String reference = Files.readString(Path.of("../docs/reference/intake.md"));
    Set<String> settled = reasons(reference, "applied|duplicate");
    Set<String> waiting = reasons(reference, "held");
    waiting.addAll(codes(reference, "### Accepted with 202"));
    return Map.of(
        200,
        settled,
        202,
        waiting,
        400,
        codes(reference, "### Refused with 400"),
        413,
        codes(reference, "### Refused unread"));
  }

  private static Set<String> reasons(String reference, String verdicts) {
    return REASON
        .matcher(reference)
        .results()
        .filter(row -> row.group(1).matches(verdicts))
        .map(row -> row.group(2) == null ? row.group(1) : row.group(2))
        .collect(Collectors.toSet());
  }

  private static Set<String> codes(String reference, String heading) {
    int start = reference.indexOf(heading);
    int end = reference.indexOf("\n#", start);
    return CODE.matcher(reference.substring(start, end))
        .results()
        .map((MatchResult row) -> row.group(1))
        .collect(Collectors.toSet());
  }
}
