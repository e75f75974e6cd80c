/** The ledger as its reference tells it, to compare the ledger with. */
@org.jspecify.annotations.NullMarked
package io.entitlementledger.model;
