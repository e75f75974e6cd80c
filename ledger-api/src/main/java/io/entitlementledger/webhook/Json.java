package io.entitlementledger.webhook;

import java.util.List;

/**
 * JSON as it was sent: members in their order, also those whose names repeat, and numbers as they
 * were written, since a number that has been a double may not be the sender's any more.
 */
sealed interface Json {
  /** A string, unescaped; it may hold any character, also half of a surrogate pair. */
  record Text(String value) implements Json {}

  /**
   * A number.
   *
   * @param text as written
   */
  record Numeral(String text) implements Json {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements Json {}

  /** {@code null}. */
  record Nothing() implements Json {}

  /** An array. */
  record Items(List<Json> values) implements Json {}

  /** An object. */
  record Members(List<Member> values) implements Json {}

  /** A member of an object. */
  record Member(String name, Json value) {}
}
