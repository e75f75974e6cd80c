package io.entitlementledger.account;

/** What was decided on a delivery. */
public enum Verdict {
  /** It counts. */
  APPLIED,
  /** It was known; recorded, not counted. */
  DUPLICATE,
  /** It is in doubt; stored, not counted, until a person decides. */
  HELD,
  /** A person decided that it does not count. */
  DISCARDED
}
