package io.entitlementledger.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A recognised field as it was read.
 *
 * @param pointer to the member it was read from
 * @param texts one text, or one a name where the field holds several: words folded, whole numbers
 *     in canonical decimal, identifiers and names trimmed; never empty
 */
record Value(String pointer, List<String> texts) {
  /** How many names one field may hold. */
  static final int MAX_NAMES = 200;

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  /** The one text of a field that holds one. */
  String text() {
    return texts.getFirst();
  }

  /**
   * Reads a member as a field.
   *
   * @return {@code null} where it is as good as absent: {@code null}, or nothing but spaces
   * @throws Refusal if it cannot be read as the field's kind
   */
  static @Nullable Value of(Field field, Json.Member member) {
    String pointer = Texts.pointer(member.name());
    List<String> texts = new ArrayList<>();
    switch (member.value()) {
      case Json.Items(var items) when field.kind() == Field.Kind.NAMES -> {
        if (items.size() > MAX_NAMES) {
          throw new Refusal(
              Reason.TOO_LONG, pointer, field.name() + " holds over " + MAX_NAMES + " names.");
        }
        for (int i = 0; i < items.size(); i++) {
          add(texts, scalar(field, items.get(i), pointer + "/" + i));
        }
      }
      case Json single -> add(texts, scalar(field, single, pointer));
    }
    return texts.isEmpty() ? null : new Value(pointer, List.copyOf(texts));
  }

  private static void add(List<String> texts, String text) {
    if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  private static String scalar(Field field, Json json, String pointer) {
    String text =
        switch (json) {
          case Json.Text(String value) -> Texts.trim(value);
          case Json.Numeral(String numeral) when field.kind() != Field.Kind.WORD ->
              numeral(field, numeral, pointer);
          case Json.Nothing _ -> "";
          case Json.Numeral _, Json.Flag _, Json.Items _, Json.Members _ ->
              throw new Refusal(
                  Reason.WRONG_TYPE, pointer, field.name() + " must be " + wanted(field) + ".");
        };
    if (text.isEmpty()) {
      return text;
    }
    String read =
        switch (field.kind()) {
          case WORD -> Texts.word(text);
          case WHOLE_NUMBER -> whole(field, text, pointer);
          case IDENTIFIER, NAME, NAMES -> text;
        };
    if (!Texts.isPlain(read)) {
      throw new Refusal(
          Reason.INVALID_TEXT,
          pointer,
          field.name() + " holds a control character or half of a surrogate pair.");
    }
    if (read.length() > field.kind().longest()) {
      throw new Refusal(
          Reason.TOO_LONG,
          pointer,
          field.name() + " is longer than " + field.kind().longest() + " characters.");
    }
    return read;
  }

  private static String numeral(Field field, String numeral, String pointer) {
    if (field.kind() != Field.Kind.WHOLE_NUMBER && !PLAIN.matcher(numeral).matches()) {
      throw new Refusal(
          Reason.NOT_A_PLAIN_NUMBER,
          pointer,
          field.name() + " is a number with an exponent, whose decimal text is not certain.");
    }
    return numeral;
  }

  /**
   * A number with a fraction is no whole number even where the fraction is zero: it has been a
   * floating-point number somewhere, and may have been rounded.
   */
  private static String whole(Field field, String text, String pointer) {
    if (!WHOLE.matcher(text).matches()) {
      throw new Refusal(
          Reason.NOT_A_WHOLE_NUMBER,
          pointer,
          field.name() + " must be a whole number, without fraction or exponent.");
    }
    boolean negative = text.startsWith("-");
    int start = negative ? 1 : 0;
    while (start < text.length() - 1 && text.charAt(start) == '0') {
      start++;
    }
    String digits = text.substring(start);
    return negative && !digits.equals("0") ? "-" + digits : digits;
  }

  private static String wanted(Field field) {
    return switch (field.kind()) {
      case WORD -> "a string";
      case WHOLE_NUMBER -> "a whole number, or a string of its digits";
      case IDENTIFIER, NAME -> "a string or a number";
      case NAMES -> "a string or an array of strings";
    };
  }
}
