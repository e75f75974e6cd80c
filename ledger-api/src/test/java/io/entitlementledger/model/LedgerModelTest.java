package io.entitlementledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.entitlementledger.account.AccountCommand;
import io.entitlementledger.account.DecidedAccount;
import io.entitlementledger.account.DuplicateWindows;
import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.model.NaiveLedger.Answer;
import io.entitlementledger.value.Source;
import io.entitlementledger.webhook.Catalogue;
import io.entitlementledger.webhook.Reading;
import io.entitlementledger.webhook.Receipt;
import io.entitlementledger.webhook.WebhookReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The ledger and a model of its reference decide drawn sequences of deliveries, and of what people
 * do about them, alike, from the bytes to the quantities. {@code -Dmodel.sequences} says how many,
 * {@code -Dmodel.seed} from which number they are drawn.
 */
class LedgerModelTest {
  private static final int SEQUENCES = Integer.getInteger("model.sequences", 3_000);
  private static final long SEED =
      Long.getLong("model.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  private static final WebhookReader READER = new WebhookReader(Catalogue.packaged());
  private static final Source SENDER = new Source("ipilot");

  private final Set<Answer> answers = new HashSet<>();

  @Test
  void theLedgerDecidesAndCountsAsItsReferenceSays() {
    for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
      List<Step> sequence = Sequences.of(seed);
      if (difference(sequence) != null) {
        List<Step> shrunk = shrunk(sequence);
        fail(
            "With -Dmodel.seed=%d:\n%s\n%s",
            seed,
            shrunk.stream().map(Step::toString).collect(Collectors.joining("\n")),
            difference(shrunk));
      }
    }
    assertThat(answers)
        .as("what was answered, with the seed %d", SEED)
        .containsExactlyInAnyOrder(
            new Answer("applied", null),
            new Answer("applied", "ended_by_closure"),
            new Answer("duplicate", "same_idempotency_key"),
            new Answer("duplicate", "same_order"),
            new Answer("duplicate", "already_held"),
            new Answer("duplicate", "present_state"),
            new Answer("held", "conflicting_duplicate"),
            new Answer("held", "suspected_duplicate"),
            new Answer("held", "account_closed"),
            new Answer("discarded", null),
            NaiveLedger.NOTHING_WAITS);
  }

  /** The first thing on which the two do not agree. What is thrown is a thing, too. */
  private @Nullable String difference(List<Step> sequence) {
    try {
      return disagreement(sequence);
    } catch (RuntimeException | AssertionError thrown) {
      return thrown.toString();
    }
  }

  private @Nullable String disagreement(List<Step> sequence) {
    NaiveLedger model = new NaiveLedger();
    DecidedAccount ledger = new DecidedAccount();
    Set<Long> times = new TreeSet<>();
    for (int i = 0; i < sequence.size(); i++) {
      Step step = sequence.get(i);
      Sent sent =
          switch (step) {
            case Sent taken -> taken;
            case Ruled ruled -> ruled.sent();
          };
      Answer said =
          switch (step) {
            case Sent taken -> model.take(taken);
            case Ruled ruled -> model.rule(ruled);
          };
      Answer decided = decided(ledger, step);
      answers.add(decided);
      if (!said.equals(decided)) {
        return "Step %d is %s, and by the model %s".formatted(i + 1, decided, said);
      }
      times.addAll(List.of(sent.at() - 1, sent.at(), sent.at() + 1));
      // All times after the last delivery, so that the past is seen to stay; a few on the way.
      for (long at : i + 1 == sequence.size() ? times : Set.of(sent.at(), Long.MAX_VALUE / 2)) {
        Set<String> lines = new TreeSet<>(model.lines());
        lines.addAll(ledger.lines());
        for (String line : lines) {
          long counted = ledger.quantityAt(line, Instant.ofEpochMilli(at));
          if (counted != model.quantityAt(line, at)) {
            return "After step %d, %s is %d at %s, and by the model %d"
                .formatted(
                    i + 1, line, counted, Instant.ofEpochMilli(at), model.quantityAt(line, at));
          }
        }
      }
    }
    return null;
  }

  private static Answer decided(DecidedAccount ledger, Step step) {
    try {
      Outcome outcome =
          switch (step) {
            case Sent sent -> ledger.take(read(sent));
            case Ruled(Sent sent, boolean release) ->
                release ? ledger.release(sent.id()) : ledger.discard(sent.id());
          };
      return new Answer(outcome.verdict().name().toLowerCase(Locale.ROOT), outcome.reason());
    } catch (NothingWaitsException e) {
      return NaiveLedger.NOTHING_WAITS;
    }
  }

  private static AccountCommand read(Sent sent) {
    Receipt receipt = new Receipt(sent.id(), sent.received(), sent.key(), DuplicateWindows.DEFAULT);
    Reading reading = READER.read(sent.bytes(), SENDER, receipt);
    if (!(reading instanceof Reading.Readable(var command))) {
      throw new AssertionError(sent + " is " + reading);
    }
    return command;
  }

  /** Without each step that the difference does not need. */
  private List<Step> shrunk(List<Step> sequence) {
    List<Step> shrunk = new ArrayList<>(sequence);
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (Step each : List.copyOf(shrunk)) {
        List<Step> without = new ArrayList<>(shrunk);
        without.remove(each);
        if (difference(without) != null) {
          shrunk = without;
          shorter = true;
        }
      }
    }
    return shrunk;
  }
}
