/**
 * One account: its commands, the pure decisions on them, and its state. Axon appears only in the
 * shell {@code AccountLedger} and in the commands' routing annotation; no clock, no randomness, no
 * storage and no JSON may be used here.
 */
@NullMarked
package io.entitlementledger.account;

import org.jspecify.annotations.NullMarked;
