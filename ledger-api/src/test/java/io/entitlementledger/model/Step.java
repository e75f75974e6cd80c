package io.entitlementledger.model;

/** What happens to an account: a delivery, or what a person does about an earlier one. */
sealed interface Step permits Sent, Ruled {}
