package io.entitlementledger.webhook;

import java.util.Locale;

/** Why a delivery could not be read. The codes are public and do not change. */
enum Reason {
  NOT_UTF8(true),
  NOT_JSON(true),
  NOT_AN_OBJECT(true),
  NESTED_TOO_DEEP(true),

  TOO_MANY_FIELDS(false),
  CONFLICTING_FIELDS(false),
  MISSING_FIELD(false),
  WRONG_TYPE(false),
  INVALID_TEXT(false),
  TOO_LONG(false),
  ENUMERATION_SAMPLE(false),
  UNKNOWN_OBJECT(false),
  UNKNOWN_ACTION(false),
  UNKNOWN_DIRECTION(false),
  UNKNOWN_MODULE(false),
  NOT_A_WHOLE_NUMBER(false),
  NOT_A_PLAIN_NUMBER(false),
  NUMBER_OUT_OF_RANGE(false),
  NEGATIVE_COUNT(false),
  ZERO_COUNT(false),
  COUNT_TOO_LARGE(false);

  private final boolean malformed;

  Reason(boolean malformed) {
    this.malformed = malformed;
  }

  /** Whether the body is no JSON object at all, in place of one that has no clear meaning. */
  boolean malformed() {
    return malformed;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
