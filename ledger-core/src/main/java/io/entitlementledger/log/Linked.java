package io.entitlementledger.log;

/**
 * A draft with a place in the log, if the log still ends where it was thought to.
 *
 * @param pending the draft and its caller
 * @param previous where the log ends before it
 * @param commit what is to be written
 */
record Linked(Pending pending, Head previous, Commit commit) {}
