package io.entitlementledger.deliveries;

import com.mongodb.MongoException;
import io.entitlementledger.log.CommitUndecidedException;
import io.entitlementledger.log.LogBrokenException;
import io.entitlementledger.log.LogBusyException;
import io.entitlementledger.node.LedgerNode;
import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.problem.Unknown;
import io.entitlementledger.projection.deliveries.Deliveries;
import io.entitlementledger.projection.deliveries.DeliveryRecord;
import io.entitlementledger.projection.replay.Freshness;
import io.entitlementledger.projection.replay.ViewBehindException;
import io.entitlementledger.value.Ruling;
import io.entitlementledger.webhook.DeliveryAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One act on several deliveries, each decided and recorded by itself. */
@Component
final class SeveralRulings {
  private static final Logger LOG = LoggerFactory.getLogger(SeveralRulings.class);

  private final Rulings rulings;
  private final Deliveries deliveries;

  SeveralRulings(LedgerNode ledger, Rulings rulings) {
    this.rulings = rulings;
    this.deliveries = ledger.views().deliveries();
  }

  /**
   * What came of it.
   *
   * @param position the position of the log that the selection was read at
   * @param dryRun whether nothing was recorded
   * @param hasMore whether more deliveries fit the filter than are taken at once
   */
  record Answer(long position, boolean dryRun, List<Ruled> data, boolean hasMore) {}

  /**
   * What came of one of them: a status, or the code of the problem.
   *
   * @param reason as of a webhook's answer; beside {@code still_unreadable}, why
   * @param position the log position of its last event; none in a dry run
   */
  record Ruled(
      String deliveryId,
      @Nullable String status,
      @Nullable String code,
      @Nullable String reason,
      @Nullable String original,
      @Nullable String account,
      @Nullable Long position,
      @Nullable String pointer,
      @Nullable String detail,
      List<DeliveryAnswer.Change> changes) {
    static Ruled done(DeliveryAnswer answer, boolean dryRun) {
      return new Ruled(
          answer.deliveryId(),
          answer.status(),
          null,
          answer.reason(),
          answer.original(),
          answer.account(),
          dryRun ? null : answer.position(),
          answer.pointer(),
          answer.detail(),
          answer.changes());
    }

    static Ruled failed(String id, LedgerProblem problem) {
      return failed(id, problem.code(), problem.reason(), problem.pointer(), problem.detail());
    }

    static Ruled failed(
        String id, String code, @Nullable String reason, @Nullable String pointer, String detail) {
      return new Ruled(id, null, code, reason, null, null, null, pointer, detail, List.of());
    }
  }

  Answer byIds(List<String> ids, boolean dryRun, Act act, Ruling ruling) {
    Set<String> distinct = new LinkedHashSet<>(ids);
    Deliveries.Page found = deliveries.all(distinct, Freshness.DEFAULT);
    Map<String, DeliveryRecord> known =
        found.data().stream().collect(Collectors.toMap(DeliveryRecord::id, Function.identity()));
    Rest rest = new Rest(dryRun, act, ruling);
    List<Ruled> ruled = new ArrayList<>();
    for (String id : distinct) {
      DeliveryRecord delivery = known.get(id);
      ruled.add(delivery == null ? Ruled.failed(id, Unknown.delivery()) : rest.next(delivery));
    }
    return new Answer(found.position(), dryRun, ruled, false);
  }

  Answer byFilter(RulingRequest.Filter filter, int most, boolean dryRun, Act act, Ruling ruling) {
    Deliveries.Page found = deliveries.select(filter.of(act), most, Freshness.DEFAULT);
    Rest rest = new Rest(dryRun, act, ruling);
    List<Ruled> ruled = found.data().stream().map(rest::next).toList();
    return new Answer(found.position(), dryRun, ruled, found.hasMore());
  }

  /** One act, delivery after delivery, until there is an outage. */
  private final class Rest {
    private final boolean dryRun;
    private final Act act;
    private final Ruling ruling;
    private boolean outage;

    Rest(boolean dryRun, Act act, Ruling ruling) {
      this.dryRun = dryRun;
      this.act = act;
      this.ruling = ruling;
    }

    Ruled next(DeliveryRecord delivery) {
      if (outage) {
        return Ruled.failed(
            delivery.id(),
            "not_tried",
            null,
            null,
            "The log or its store failed at one before it; send it again.");
      }
      try {
        DeliveryAnswer answer =
            dryRun ? rulings.preview(delivery, act, ruling) : rulings.rule(delivery, act, ruling);
        return Ruled.done(answer, dryRun);
      } catch (LedgerProblem problem) {
        return Ruled.failed(delivery.id(), problem);
      } catch (RuntimeException fault) {
        // Those before it are done, and the answer has to say so whatever befell this one.
        outage = isOutage(fault);
        LOG.error("The {} of {} failed", act.word(), delivery.id(), fault);
        return Ruled.failed(
            delivery.id(),
            "failed",
            null,
            null,
            "The ledger did not say that this was done; look at the delivery, and send it again.");
      }
    }

    /** Whether each of the others would wait as long for the same. */
    private static boolean isOutage(RuntimeException fault) {
      return Stream.<Throwable>iterate(fault, Objects::nonNull, Throwable::getCause)
          .anyMatch(
              cause ->
                  cause instanceof LogBusyException
                      || cause instanceof CommitUndecidedException
                      || cause instanceof LogBrokenException
                      || cause instanceof ViewBehindException
                      || cause instanceof MongoException);
    }
  }
}
