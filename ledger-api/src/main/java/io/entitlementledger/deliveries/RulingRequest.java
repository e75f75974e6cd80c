package io.entitlementledger.deliveries;

import io.entitlementledger.problem.LedgerProblem;
import io.entitlementledger.projection.deliveries.Selection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The bodies of acts on deliveries. What they lack is told as 422.
 *
 * @param reason why, in the person's words, 1 to 500 characters
 */
record RulingRequest(@Nullable String reason) {
  private static final int REASON_MAX = 500;
  private static final int DELIVERIES_MAX = 1_000;

  static String reason(@Nullable String given) {
    String reason = given == null ? "" : given.strip();
    if (reason.isEmpty() || reason.length() > REASON_MAX) {
      throw refusal("reason_required", "Give a reason of 1 to 500 characters.");
    }
    return reason;
  }

  /**
   * An act on several deliveries.
   *
   * @param ids which; at most 1,000
   * @param filter which, where no ids are given; at most 1,000 at once, the oldest first
   * @param dryRun whether to tell only what it would come to; for a filter it has to be stated
   */
  record Several(
      @Nullable String reason,
      @Nullable List<@Nullable String> ids,
      @Nullable Filter filter,
      @Nullable Boolean dryRun) {
    Several checked() {
      if ((ids == null) == (filter == null)) {
        throw refusal("selection_required", "Give either ids or a filter.");
      }
      if (ids != null && (ids.isEmpty() || ids.size() > DELIVERIES_MAX || ids.contains(null))) {
        throw refusal("invalid_ids", "Give 1 to 1,000 ids of deliveries.");
      }
      if (filter != null && dryRun == null) {
        throw refusal(
            "dry_run_required", "With a filter, say \"dry_run\": true or false; look first.");
      }
      return this;
    }

    int most() {
      return DELIVERIES_MAX;
    }
  }

  /** Which of the deliveries that wait are meant; what is left out does not matter. */
  record Filter(
      @Nullable String status,
      @Nullable String reasonCode,
      @Nullable String account,
      @Nullable String source,
      @Nullable Instant receivedFrom,
      @Nullable Instant receivedTo) {
    Selection of(Act act) {
      if (status != null && !act.statuses().contains(status)) {
        throw refusal(
            "invalid_status",
            "For this act a delivery is %s.".formatted(String.join(" or ", act.statuses())));
      }
      return new Selection(
          status == null ? act.statuses() : List.of(status),
          reasonCode,
          account,
          source,
          receivedFrom,
          receivedTo);
    }
  }

  private static LedgerProblem refusal(String code, String detail) {
    return new LedgerProblem(HttpStatus.UNPROCESSABLE_CONTENT, code, detail);
  }
}
