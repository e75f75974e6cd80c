package io.entitlementledger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.bench.CrashFlaw.Kind;
import io.entitlementledger.bench.CrashOperation.Step;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a writer was acknowledged, damaged in one way or another before it is checked. */
class CrashCheckTest {
  private static final long SEED = 7;

  private final NavigableMap<CrashPlace, Document> written = new TreeMap<>();
  private final NavigableMap<CrashPlace, Document> counters = new TreeMap<>();
  private long operations;

  /** Of several documents, none of which is acknowledged. */
  private Step underWay;

  /** As a writer of the campaign does it, until it is about to insert several documents. */
  @BeforeEach
  void write() {
    CrashWriter writer = new CrashWriter(new CrashDocuments(SEED, 0, 0, false, written));
    CrashOperation next = writer.next();
    while (operations < 100 || !insertsSeveral(next)) {
      writer.apply(next);
      operations++;
      if (next.counter() >= 0) {
        raise(next.counter(), 1);
      }
      next = writer.next();
    }
    underWay = next.steps().getFirst();
  }

  private boolean insertsSeveral(CrashOperation operation) {
    if (operation.steps().size() != 1) {
      return false;
    }
    Map<CrashPlace, ?> changes = operation.steps().getFirst().changes();
    return changes.size() > 1 && changes.keySet().stream().noneMatch(written::containsKey);
  }

  private void raise(int counter, int by) {
    CrashPlace place = new CrashPlace(CrashStore.COUNTERS, Integer.toString(counter));
    Document before = counters.getOrDefault(place, new Document("n", 0));
    counters.put(place, new Document("n", before.getInteger("n") + by));
  }

  private List<Kind> flaws() {
    return new CrashCheck()
            .check(
                new CrashCheck.Acknowledged(SEED, 0, false, false, List.of(operations)),
                Map.of(0, written, CrashStore.NOBODY, counters))
            .stream()
            .map(CrashFlaw::kind)
            .toList();
  }

  @Test
  void whatIsUnderWayMayBeThereOrNot() {
    assertThat(flaws()).isEmpty();
    underWay.applyTo(written);
    assertThat(flaws()).isEmpty();
  }

  @Test
  void aDocumentThatIsNotThereIsLost() {
    written.remove(written.firstKey());
    assertThat(flaws()).containsExactly(Kind.LOST);
  }

  @Test
  void aDocumentAsItWasBeforeIsLost() {
    written.put(written.firstKey(), new Document("n", -1));
    assertThat(flaws()).containsExactly(Kind.LOST);
  }

  @Test
  void aDocumentThatNobodyHasIsDoubled() {
    written.put(new CrashPlace(CrashStore.ITEMS, "x"), new Document());
    assertThat(flaws()).containsExactly(Kind.DOUBLED);
  }

  @Test
  void oneOfSeveralDocumentsIsHalfAnInsert() {
    CrashPlace one = underWay.changes().keySet().iterator().next();
    written.put(one, Objects.requireNonNull(underWay.changes().get(one)));
    assertThat(flaws()).containsExactly(Kind.HALF_WRITTEN);
  }

  @Test
  void aCounterIsNeitherTooLowNorTooHigh() {
    raise(0, 1);
    assertThat(flaws()).containsExactly(Kind.DOUBLED);
    raise(0, -2);
    assertThat(flaws()).containsExactly(Kind.LOST);
  }
}
