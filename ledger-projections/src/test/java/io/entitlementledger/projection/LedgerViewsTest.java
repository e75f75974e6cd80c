package io.entitlementledger.projection;

import static io.entitlementledger.projection.Facts.ACCOUNT;
import static io.entitlementledger.projection.Facts.OTHER;
import static io.entitlementledger.projection.Facts.ROUTED;
import static io.entitlementledger.projection.Facts.SMS;
import static io.entitlementledger.projection.Facts.SMS_B;
import static io.entitlementledger.projection.Facts.minute;
import static io.entitlementledger.value.Direction.DECREASE;
import static io.entitlementledger.value.Direction.INCREASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.entitlementledger.account.ChangeAccount;
import io.entitlementledger.codec.LedgerJson;
import io.entitlementledger.intake.QuarantineDelivery;
import io.entitlementledger.log.TestMongo;
import io.entitlementledger.projection.audit.Audit;
import io.entitlementledger.projection.audit.AuditEntry;
import io.entitlementledger.projection.deliveries.Deliveries;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.projection.directory.Account;
import io.entitlementledger.projection.directory.Accounts;
import io.entitlementledger.projection.entitlements.EntitlementLine;
import io.entitlementledger.projection.entitlements.EntitlementsAnswer;
import io.entitlementledger.projection.entitlements.Snapshot;
import io.entitlementledger.projection.history.History;
import io.entitlementledger.projection.history.HistoryStep;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ProjectionStatus;
import io.entitlementledger.projection.replay.ViewBehindException;
import io.entitlementledger.value.AccountId;
import io.entitlementledger.value.AccountStatus;
import io.entitlementledger.value.AccountType;
import io.entitlementledger.value.Source;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The views of a whole ledger: commands in, answers out. */
class LedgerViewsTest {
  private static final Freshness PATIENT = new Freshness(-1, Duration.ofSeconds(20));
  private static final List<String> VIEWS =
      List.of("directory", "entitlements", "audit", "deliveries");

  @RegisterExtension final TestMongo mongo = new TestMongo();
  private RunningLedger ledger;
  private LedgerViews views;

  @BeforeEach
  void start() {
    ledger = new RunningLedger(mongo.database());
    views = ledger.views;
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private EntitlementsAnswer at(Instant asOf, Instant knownAt) {
    return views.entitlements().at(ACCOUNT, asOf, knownAt, PATIENT).orElseThrow();
  }

  private List<Long> quantities(Instant asOf) {
    return at(asOf, views.currency().present()).lines().stream()
        .map(EntitlementLine::quantity)
        .toList();
  }

  private void rebuild() {
    for (String view : VIEWS) {
      long target = views.projections().rebuild(view);
      views.currency().awaitAll(view, target, PATIENT);
    }
  }

  /** Waits until what is recorded from here on is recorded later than all that is. */
  private Instant afterAllThatIsRecorded() {
    Instant recorded = ledger.log.head().highWater();
    Awaitility.await().until(() -> Instant.now().toEpochMilli() > recorded.toEpochMilli());
    return recorded;
  }

  @Test
  void beforeBetweenAndAfterTwoChangesThereAreThreeAnswersAndTheSameWhenRebuilt() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.change(ACCOUNT, SMS, DECREASE, 4, minute(20));
    Instant knownAt = afterAllThatIsRecorded();
    List<EntitlementsAnswer> answers =
        List.of(at(minute(5), knownAt), at(minute(15), knownAt), at(minute(25), knownAt));
    assertThat(answers)
        .extracting(it -> it.lines().stream().map(EntitlementLine::quantity).toList())
        .containsExactly(List.of(), List.of(10L), List.of(6L));
    rebuild();
    assertThat(List.of(at(minute(5), knownAt), at(minute(15), knownAt), at(minute(25), knownAt)))
        .isEqualTo(answers);
  }

  @Test
  void oneSOwnWriteIsInTheNextAnswer() {
    for (int i = 1; i <= 20; i++) {
      long position = ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(i));
      EntitlementsAnswer answer = at(minute(100), views.currency().present());
      assertThat(answer.position()).isEqualTo(position);
      assertThat(answer.lines()).singleElement().extracting("quantity").isEqualTo((long) i);
    }
  }

  @Test
  void whatWasLearnedLaterIsNotInAnAnswerAsKnownBefore() {
    long first = ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    Instant then = afterAllThatIsRecorded();
    ledger.change(ACCOUNT, SMS, INCREASE, 5, minute(5));
    assertThat(at(minute(60), then).lines())
        .singleElement()
        .extracting("quantity", "since")
        .containsExactly(10L, minute(10));
    assertThat(at(minute(60), then).position()).isEqualTo(first);
    assertThat(at(minute(60), then).isFinal()).isTrue();
    assertThat(quantities(minute(60))).containsExactly(15L);
    assertThat(quantities(minute(7))).containsExactly(5L);
    assertThat(at(minute(60), ledger.log.head().highWater()).isFinal()).isFalse();
  }

  @Test
  void beforeAnythingOfItWasKnownAnAccountHasNoPositionAndNoLines() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    EntitlementsAnswer answer = at(minute(60), minute(0));
    assertThat(answer.position()).isNull();
    assertThat(answer.lines()).isEmpty();
    assertThat(answer.isFinal()).isTrue();
  }

  @Test
  void theContentHashCoversTheAccountAndItsLinesAlone() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    EntitlementsAnswer early = at(minute(30), views.currency().present());
    ledger.send(new ChangeAccount(ACCOUNT, ledger.cause(minute(40)), null, List.of("Name")));
    EntitlementsAnswer late = at(minute(60), views.currency().present());
    assertThat(late.position()).isNotEqualTo(early.position());
    assertThat(late.contentHash()).isEqualTo(early.contentHash()).hasSize(64);
    assertThat(late.catalogue()).isEqualTo("1");
  }

  @Test
  void whoHasTheAnswerAsJsonAndNothingElseFindsItsContentHash() throws Exception {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.change(ACCOUNT, SMS_B, DECREASE, 2, minute(11));
    ledger.read(ACCOUNT, ROUTED, 0, minute(12));
    JsonMapper.Builder builder = JsonMapper.builder();
    LedgerJson.configure(builder);
    JsonMapper json = builder.build();
    String sent = json.writeValueAsString(at(minute(30), views.currency().present()));
    ObjectNode answer = (ObjectNode) json.readTree(sent);
    String covered = answer.deepCopy().retain("account", "lines").toString();
    byte[] sha256 =
        MessageDigest.getInstance("SHA-256")
            .digest(new JsonCanonicalizer(covered).getEncodedUTF8());
    assertThat(answer.get("lines")).hasSize(3);
    assertThat(answer.get("content_hash").asString()).isEqualTo(HexFormat.of().formatHex(sha256));
  }

  @Test
  void anAccountThatTheLogDoesNotKnowHasNoAnswer() {
    assertThat(views.entitlements().at(OTHER, minute(0), minute(0), PATIENT)).isEmpty();
    assertThat(views.accounts().get(OTHER, PATIENT)).isEmpty();
    assertThat(views.history().of(History.Query.all(OTHER, minute(0)), PATIENT)).isEmpty();
    assertThat(views.audit().of(Audit.Query.first(OTHER, 10), PATIENT)).isEmpty();
    assertThat(views.deliveries().get("dlv_none", PATIENT)).isEmpty();
  }

  @Test
  void aPositionTheLogHasNotReachedIsWaitedForNoLongerThanAsked() {
    long position = ledger.open(ACCOUNT, minute(1));
    Freshness impatient = new Freshness(position + 1, Duration.ofMillis(50));
    assertThatThrownBy(() -> views.accounts().get(ACCOUNT, impatient))
        .isInstanceOf(ViewBehindException.class)
        .hasMessageContaining("position " + (position + 1));
    assertThat(views.accounts().get(ACCOUNT, PATIENT.atLeast(position))).isPresent();
  }

  @Test
  void theHistoryTellsEachLineSStepsInEffectiveTime() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.read(ACCOUNT, ROUTED, 7, minute(15));
    ledger.change(ACCOUNT, SMS, INCREASE, 5, minute(5));
    ledger.close(ACCOUNT, minute(30));
    History.Page all =
        views
            .history()
            .of(History.Query.all(ACCOUNT, views.currency().present()), PATIENT)
            .orElseThrow();
    assertThat(all.data())
        .extracting(
            HistoryStep::product, HistoryStep::kind, HistoryStep::before, HistoryStep::after)
        .containsExactly(
            tuple("sms", "delta", 0L, 5L),
            tuple("sms", "delta", 5L, 15L),
            tuple("routed_number", "set", 0L, 7L),
            tuple("routed_number", "end", 7L, 0L),
            tuple("sms", "end", 15L, 0L));
    History.Page second =
        views
            .history()
            .of(
                new History.Query(
                    ACCOUNT,
                    views.currency().present(),
                    null,
                    null,
                    "sms",
                    1,
                    all.data().getFirst().cursor()),
                PATIENT)
            .orElseThrow();
    assertThat(second.data()).containsExactly(all.data().get(1));
    assertThat(second.hasMore()).isTrue();
  }

  @Test
  void theTrailIsPagedBothWaysAndFiltered() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.read(ACCOUNT, ROUTED, 7, minute(15));
    ledger.read(ACCOUNT, ROUTED, 7, minute(16));
    Audit.Page all = views.audit().of(Audit.Query.first(ACCOUNT, 100), PATIENT).orElseThrow();
    assertThat(all.data())
        .extracting(AuditEntry::type)
        .containsExactly(
            "AccountOpened", "SkusAssigned", "LineIncreased", "LineSet", "DeliveryDuplicated");
    assertThat(all.hasMore()).isFalse();
    assertThat(all.data()).extracting(AuditEntry::sequence).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(all.data().getFirst().leaf()).hasSize(64);
    assertThat(all.data().getFirst().delivery())
        .extracting("sha256")
        .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    Audit.Page newest = trail(Audit.Order.DESC, null, null, null, 2, null);
    assertThat(newest.data()).containsExactly(all.data().get(4), all.data().get(3));
    assertThat(newest.hasMore()).isTrue();
    assertThat(
            trail(Audit.Order.DESC, null, null, null, 2, newest.data().getLast().position()).data())
        .containsExactly(all.data().get(2), all.data().get(1));
    assertThat(trail(Audit.Order.ASC, null, null, "sms", 9, null).data())
        .containsExactly(all.data().get(1), all.data().get(2));
    assertThat(trail(Audit.Order.ASC, null, "LineSet", null, 9, null).data())
        .containsExactly(all.data().get(3));
    assertThat(
            trail(
                    Audit.Order.ASC,
                    all.data().getLast().recordedAt().plusMillis(1),
                    null,
                    null,
                    9,
                    null)
                .data())
        .isEmpty();
  }

  private Audit.Page trail(
      Audit.Order order,
      @Nullable Instant from,
      @Nullable String type,
      @Nullable String product,
      int limit,
      @Nullable Long after) {
    return views
        .audit()
        .of(new Audit.Query(ACCOUNT, order, from, null, type, product, limit, after), PATIENT)
        .orElseThrow();
  }

  @Test
  void accountsAreFoundByTheBeginningOfWhatTheyAreCalled() {
    ledger.open(ACCOUNT, minute(1));
    ledger.open(OTHER, minute(1));
    ledger.close(OTHER, minute(2));
    assertThat(find(null, null, null)).containsExactly(ACCOUNT, OTHER);
    assertThat(find("277", null, null)).containsExactly(ACCOUNT);
    assertThat(find("EXT-7", null, null)).containsExactly(OTHER);
    assertThat(find("ipilot.res", null, null)).containsExactly(OTHER);
    assertThat(find(".*", null, null)).isEmpty();
    assertThat(find(null, AccountType.RESELLER, null)).containsExactly(OTHER);
    assertThat(find(null, null, AccountStatus.ACTIVE)).containsExactly(ACCOUNT);
    Accounts.Page page = views.accounts().find(Accounts.Query.first(1), PATIENT);
    assertThat(page.hasMore()).isTrue();
    assertThat(
            views.accounts().find(new Accounts.Query(null, null, null, 1, ACCOUNT), PATIENT).data())
        .extracting(Account::account)
        .containsExactly(OTHER);
  }

  private List<AccountId> find(
      @Nullable String q, @Nullable AccountType type, @Nullable AccountStatus status) {
    return views
        .accounts()
        .find(new Accounts.Query(q, type, status, 10, null), PATIENT)
        .data()
        .stream()
        .map(Account::account)
        .toList();
  }

  @Test
  void aSnapshotHasEveryAccountAtOnePositionWhateverIsRecordedWhileItIsRead() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    long last = ledger.change(OTHER, SMS, INCREASE, 3, minute(10));
    Snapshot snapshot = views.snapshots().stream(minute(60), views.currency().present(), PATIENT);
    ledger.change(ACCOUNT, SMS, INCREASE, 1, minute(11));
    assertThat(snapshot.position()).isEqualTo(last);
    assertThat(snapshot.accounts())
        .extracting(EntitlementsAnswer::account, answer -> answer.lines().getFirst().quantity())
        .containsExactly(tuple(ACCOUNT, 10L), tuple(OTHER, 3L));
  }

  @Test
  void aSnapshotAsKnownBeforeHasOnlyWhatWasKnownThen() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    Instant then = afterAllThatIsRecorded();
    ledger.change(ACCOUNT, SMS, INCREASE, 5, minute(5));
    ledger.change(OTHER, SMS, INCREASE, 3, minute(5));
    Snapshot snapshot = views.snapshots().stream(minute(60), then, PATIENT);
    assertThat(snapshot.isFinal()).isTrue();
    assertThat(snapshot.accounts()).containsExactly(at(minute(60), then));
  }

  @Test
  void aSnapshotGoesOnPastWhatIsReadAtOnce() {
    List<AccountId> accounts =
        IntStream.rangeClosed(1, 203) // twice what is read at once, and some
            .mapToObj(number -> AccountId.parse("ipilot.customer." + number))
            .toList();
    accounts.parallelStream().forEach(account -> ledger.open(account, minute(1)));
    assertThat(views.snapshots().stream(minute(60), views.currency().present(), PATIENT).accounts())
        .extracting(answer -> answer.account().toString())
        .containsExactlyElementsOf(accounts.stream().map(AccountId::toString).sorted().toList());
  }

  @Test
  void aSnapshotOfAViewThatIsRebuiltMeanwhileEndsInAnErrorAndNotInSilence() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    Snapshot snapshot = views.snapshots().stream(minute(60), views.currency().present(), PATIENT);
    views.projections().rebuild("entitlements");
    assertThatThrownBy(() -> snapshot.accounts().toList()).isInstanceOf(ViewBehindException.class);
  }

  @Test
  void whatBecameOfEachDeliveryIsKnown() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.send(
        new QuarantineDelivery(
            "dlv_q",
            new Source("ipilot"),
            "unknown_action",
            "/event_action",
            "No rule of the catalogue knows the action.",
            ACCOUNT.toString(),
            ledger.cause(minute(11))));
    assertThat(
            views
                .deliveries()
                .find(new Deliveries.Query(null, ACCOUNT.toString(), 10, null), PATIENT)
                .data())
        .extracting(DeliveryRecord::id, DeliveryRecord::status)
        .containsExactly(tuple("dlv_q", "quarantined"), tuple("dlv_1", "applied"));
    assertThat(views.deliveries().get("dlv_q", PATIENT).orElseThrow().pointer())
        .isEqualTo("/event_action");
  }

  @Test
  void aRebuiltViewIsTheSameToTheByte() {
    Random random = new Random(7);
    List<AccountId> accounts = List.of(ACCOUNT, OTHER, AccountId.parse("ipilot.customer.1"));
    for (int i = 0; i < 150; i++) {
      AccountId account = accounts.get(random.nextInt(accounts.size()));
      Instant at = minute(random.nextLong(60));
      switch (random.nextInt(10)) {
        case 0 -> ledger.open(account, at);
        case 1 -> ledger.close(account, at);
        case 2, 3 -> ledger.read(account, ROUTED, random.nextLong(9), at);
        case 4, 5, 6 -> ledger.change(account, SMS, INCREASE, random.nextLong(1, 9), at);
        case 7 -> ledger.change(account, SMS_B, INCREASE, random.nextLong(1, 9), at);
        default -> ledger.change(account, SMS, DECREASE, random.nextLong(1, 9), at);
      }
    }
    long head = ledger.log.head().nextPosition() - 1;
    VIEWS.forEach(view -> views.currency().awaitAll(view, head, PATIENT));
    var before = Collections.of(mongo.database());
    assertThat(before.values()).allSatisfy(documents -> assertThat(documents).isNotEmpty());
    rebuild();
    assertThat(Collections.of(mongo.database())).isEqualTo(before);
    assertThat(views.projections().status())
        .extracting(ProjectionStatus::name, ProjectionStatus::position, ProjectionStatus::failure)
        .containsExactlyElementsOf(VIEWS.stream().map(view -> tuple(view, head, null)).toList());
  }

  @Test
  void theViewsGoOnWhereTheyWereAfterARestart() {
    ledger.change(ACCOUNT, SMS, INCREASE, 10, minute(10));
    ledger.close();
    start();
    ledger.change(ACCOUNT, SMS, INCREASE, 5, minute(11));
    assertThat(quantities(minute(60))).containsExactly(15L);
  }

  @Test
  void onlyAViewThatThereIsCanBeRebuilt() {
    assertThatThrownBy(() -> views.projections().rebuild("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entitlements");
  }
}
