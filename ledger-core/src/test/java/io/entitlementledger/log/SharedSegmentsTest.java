package io.entitlementledger.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Axon's pooled processors of two nodes share segments over one token store. */
@Timeout(120)
class SharedSegmentsTest {
  private static final Duration LONG_CLAIM = Duration.ofSeconds(60);
  private static final Duration SHORT_CLAIM = Duration.ofSeconds(2);

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private final Handlings handled = new Handlings();
  private final List<Node> nodes = new ArrayList<>();
  private Publisher publisher;
  private MongoTokenStore tokens;

  @BeforeEach
  void open() {
    publisher = new Publisher(mongo.database(), handled);
    tokens = new MongoTokenStore(mongo.database(), "onlooker", LONG_CLAIM);
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
    publisher.close();
  }

  private Node node(String name, Duration claim) {
    return node(name, claim, event -> {});
  }

  private Node node(String name, Duration claim, Consumer<EventMessage<?>> before) {
    Node node =
        new Node(
            name,
            mongo.database(),
            claim,
            event -> {
              before.accept(event);
              handled.add(name, event);
            });
    nodes.add(node);
    return node;
  }

  private static void awaitSegments(Node node, Integer... segments) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(node.segments()).containsExactlyInAnyOrder(segments));
  }

  /** Until each segment there is has a node that works on it. */
  private void awaitAllAtWork(int segments) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              List<Integer> atWork = nodes.stream().flatMap(n -> n.segments().stream()).toList();
              assertThat(atWork).hasSize(segments).doesNotHaveDuplicates();
              assertThat(Arrays.stream(tokens.fetchSegments(Node.PROCESSOR)).boxed())
                  .containsExactlyInAnyOrderElementsOf(atWork);
            });
  }

  private void awaitAllHandled() {
    long events = publisher.stop();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(handled.events()).isEqualTo(events));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(tokens.lowestPosition(Node.PROCESSOR)).hasValue(events - 1));
    handled.assertComplete(events);
  }

  /** Two nodes with two segments each, and events that flow. */
  private void share(Node a, Node b) {
    awaitAllAtWork(4);
    for (int segment = 0; segment < 4; segment++) {
      takeOver(segment % 3 == 0 ? a : b, segment);
    }
    publisher.start();
  }

  @Test
  void everyEventIsHandledOnceAndInOrderWhileSegmentsMoveAndAreSplit() throws Exception {
    Node a = node("a", LONG_CLAIM);
    Node b = node("b", LONG_CLAIM);
    share(a, b);
    for (int segment = 0; segment < 4; segment++) {
      Node node = segment % 2 == 0 ? a : b;
      publisher.awaitMore(30);
      takeOver(node, segment);
      // The second half is nobody's then; whoever is faster takes it.
      assertThat(node.split(segment).get(30, SECONDS)).isTrue();
      awaitAllAtWork(segment + 5);
    }
    publisher.awaitMore(30);
    awaitAllHandled();
    assertThat(handled.repeated()).isEmpty();
    assertThat(handled.of("a")).isNotEmpty();
    assertThat(handled.of("b")).isNotEmpty();
  }

  /**
   * Axon's pooled processor goes on from the half that is behind, and so hands the other half's
   * events since then over again; nothing else may be repeated.
   */
  @Test
  void aMergeSkipsNothingAndRepeatsOnlyWhatOneHalfWasAhead() throws Exception {
    Node a = node("a", LONG_CLAIM);
    Node b = node("b", LONG_CLAIM);
    share(a, b);
    Set<Long> repeatable = new HashSet<>();
    for (int segments = 4; segments > 1; segments--) {
      Node node = segments % 2 == 0 ? a : b;
      int one = segments - 1;
      int half =
          Segment.computeSegment(one, tokens.fetchSegments(Node.PROCESSOR)).mergeableSegmentId();
      publisher.awaitMore(30);
      takeOver(node, half);
      takeOver(node, one);
      long behind = tokens.lowestPosition(Node.PROCESSOR).getAsLong();
      assertThat(node.merge(half).get(30, SECONDS)).isTrue();
      handled.all().stream()
          .map(Handlings.Handling::position)
          .filter(position -> position > behind)
          .forEach(repeatable::add);
      awaitAllAtWork(segments - 1);
    }
    publisher.awaitMore(30);
    awaitAllHandled();
    assertThat(positions(handled.repeated().stream())).isSubsetOf(repeatable);
  }

  /** Moves a segment to a node if the other one has it. */
  private void takeOver(Node node, int segment) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              for (Node other : nodes) {
                if (!other.equals(node) && other.segments().contains(segment)) {
                  other.leave(segment);
                }
              }
              return node.segments().contains(segment);
            });
  }

  @Test
  void theSegmentsOfANodeThatDiedAreTakenOverAndNothingIsSkipped() throws Exception {
    Node survivor = node("survivor", SHORT_CLAIM);
    awaitSegments(survivor, 0, 1, 2, 3);
    Node dying = node("dying", SHORT_CLAIM);
    takeOver(dying, 0);
    takeOver(dying, 3);
    publisher.start();
    await().until(() -> handled.of("dying").size() > 100);
    dying.die();
    Set<Long> ofTheDead = positions(handled.of("dying").stream());
    awaitSegments(survivor, 0, 1, 2, 3);
    publisher.awaitMore(100);
    awaitAllHandled();
    // Only what the dead node had handled and not stored its token for is handled again.
    assertThat(positions(handled.repeated().stream())).isSubsetOf(ofTheDead);
    assertThat(handled.repeated()).hasSizeLessThanOrEqualTo(2 * Node.BATCH);
  }

  private static Set<Long> positions(Stream<Handlings.Handling> handlings) {
    return handlings.map(Handlings.Handling::position).collect(Collectors.toSet());
  }

  @Test
  void aNodeThatWokeTooLateDoesNotMoveTheTokenBack() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch awake = new CountDownLatch(1);
    AtomicBoolean fallsAsleep = new AtomicBoolean();
    Node sleeper =
        node(
            "sleeper",
            SHORT_CLAIM,
            event -> {
              if (fallsAsleep.getAndSet(false)) {
                asleep.countDown();
                awaitUninterrupted(awake);
              }
            });
    awaitSegments(sleeper, 0, 1, 2, 3);
    publisher.start();
    await().until(() -> handled.events() > 50);
    fallsAsleep.set(true);
    assertThat(asleep.await(30, SECONDS)).isTrue();
    Node other = node("other", SHORT_CLAIM);
    await().atMost(Duration.ofSeconds(30)).until(() -> !other.segments().isEmpty());
    awaitAllHandled();
    long end = tokens.lowestPosition(Node.PROCESSOR).getAsLong();
    Set<Integer> lost = other.segments();
    awake.countDown();
    // It notices when it comes to store the token of what it slept over.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Collections.disjoint(sleeper.segments(), lost));
    assertThat(tokens.lowestPosition(Node.PROCESSOR)).hasValue(end);
    assertThat(positions(handled.repeated().stream()))
        .isNotEmpty()
        .isSubsetOf(positions(handled.of("other").stream()));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
