package io.entitlementledger.account;

import io.entitlementledger.event.AccountEvent;
import java.util.List;

/** The events a command leads to, in order, and what to tell who sent it. */
record Decision(List<AccountEvent> events, Outcome outcome) {}
