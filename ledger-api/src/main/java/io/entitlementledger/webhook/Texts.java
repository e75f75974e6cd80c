package io.entitlementledger.webhook;

import java.util.Locale;

/**
 * How names and words are compared and shown. What these make goes into content digests, which are
 * kept for ever: change nothing here that any accepted delivery could tell.
 */
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /** A field name without regard to case, {@code _}, {@code -} and spaces. */
  static String key(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-' && !isSpace(c)) {
        key.append(c);
      }
    }
    return key.toString().toLowerCase(Locale.ROOT);
  }

  /** A word trimmed, in lower case, its inner spaces collapsed. */
  static String word(String text) {
    StringBuilder word = new StringBuilder(text.length());
    String trimmed = trim(text);
    boolean afterSpace = false;
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      boolean space = isSpace(c);
      if (!space) {
        word.append(c);
      } else if (!afterSpace) {
        word.append(' ');
      }
      afterSpace = space;
    }
    return word.toString().toLowerCase(Locale.ROOT);
  }

  /** Without the spaces at both ends, the no-break ones among them. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Whether it is text that can be stored and shown: no control character, no lone surrogate. */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(Texts::isPlain);
  }

  /** Plain text for people and records, cut to a number of characters. */
  static String shown(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (shown.length() + Character.charCount(point) > longest) {
        break;
      }
      shown.appendCodePoint(isPlain(point) ? point : REPLACEMENT);
    }
    return shown.toString();
  }

  /** The JSON pointer (RFC 6901) of a member of the body. */
  static String pointer(String name) {
    return "/" + shown(name, Body.MAX_NAME).replace("~", "~0").replace("/", "~1");
  }

  private static boolean isPlain(int point) {
    return !Character.isISOControl(point)
        && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
