package io.entitlementledger.intake;

import static io.entitlementledger.intake.GivenQuarantine.DELIVERY;
import static io.entitlementledger.intake.GivenQuarantine.RULING;
import static io.entitlementledger.intake.GivenQuarantine.UNREAD;
import static io.entitlementledger.intake.GivenQuarantine.cause;
import static io.entitlementledger.intake.GivenQuarantine.quarantined;
import static org.assertj.core.api.Assertions.assertThat;

import io.entitlementledger.account.NothingWaitsException;
import io.entitlementledger.account.OpenAccount;
import io.entitlementledger.account.Outcome;
import io.entitlementledger.account.Verdict;
import io.entitlementledger.event.Cause;
import io.entitlementledger.event.DeliveryRetried;
import io.entitlementledger.event.QuarantineDiscarded;
import io.entitlementledger.value.AccountId;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The account is played by a handler here; that both are one commit is LedgerCoreTest's. */
class RetryDeliveryTest {
  private static final AccountId ACCOUNT = AccountId.parse("ipilot.customer.2779");
  private static final Cause READ = cause("customer", "c0ffee", "ipilot/2");
  private static final OpenAccount COMMAND = new OpenAccount(ACCOUNT, READ, null);
  private static final Outcome HELD =
      new Outcome(Verdict.HELD, "conflicting_duplicate", "dlv_0", List.of());

  private final AggregateTestFixture<QuarantinedDelivery> delivery =
      new AggregateTestFixture<>(QuarantinedDelivery.class);
  private final List<Object> asked = new ArrayList<>();

  @BeforeEach
  void anAccountThatHolds() {
    delivery.registerInjectableResource(
        DefaultCommandGateway.builder().commandBus(delivery.getCommandBus()).build());
    delivery
        .getCommandBus()
        .subscribe(
            OpenAccount.class.getName(),
            command -> {
              asked.add(command.getPayload());
              return HELD;
            });
  }

  @Test
  void theAccountIsAskedInThePersonSNameAndItsAnswerIsRecorded() {
    Cause retried = READ.ruledBy(RULING);
    delivery
        .given(quarantined())
        .when(new RetryDelivery(DELIVERY, COMMAND, RULING))
        .expectEvents(
            new DeliveryRetried(
                DELIVERY,
                ACCOUNT,
                DeliveryRetried.Result.HELD,
                "conflicting_duplicate",
                "dlv_0",
                "act-1",
                retried))
        .expectResultMessagePayload(HELD);
    assertThat(asked).containsExactly(new OpenAccount(ACCOUNT, retried, null));
  }

  @Test
  void aDeliveryThatWasDecidedIsNotRetriedAndItsAccountNotAsked() {
    delivery
        .given(quarantined(), new QuarantineDiscarded(DELIVERY, "act-0", UNREAD.ruledBy(RULING)))
        .when(new RetryDelivery(DELIVERY, COMMAND, RULING))
        .expectNoEvents()
        .expectException(NothingWaitsException.class);
    assertThat(asked).isEmpty();
  }
}
