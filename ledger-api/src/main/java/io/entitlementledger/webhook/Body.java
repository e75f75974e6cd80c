package io.entitlementledger.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads bytes into {@link Json}, within bounds. How large a body may be is the caller's to say. */
final class Body {
  /** Levels of objects and arrays, the body itself included. */
  static final int MAX_DEPTH = 32;

  static final int MAX_NAME = 256;
  static final int MAX_NUMERAL = 1_000;
  static final int MAX_STRING = 65_536;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // No table of names is shared between deliveries, which a hostile sender could fill.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMERAL)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private Body() {}

  /**
   * The members of the one object that the bytes are.
   *
   * @throws Refusal if they are anything else
   */
  static List<Json.Member> members(byte[] raw) {
    String text = decoded(raw);
    // Given text, the parser does not guess at other encodings, as it does given bytes.
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return parsed(parser);
    }
  }

  private static List<Json.Member> parsed(JsonParser parser) {
    try {
      Json json = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new Refusal(Reason.NOT_JSON, "", "Something follows the end of the JSON body.");
      }
      return switch (json) {
        case Json.Members(var members) -> members;
        case Json.Text _, Json.Numeral _, Json.Flag _, Json.Nothing _, Json.Items _ ->
            throw new Refusal(
                Reason.NOT_AN_OBJECT, "", "The body is JSON, but not an object: send one {…}.");
      };
    } catch (StreamConstraintsException e) {
      throw beyondBounds(parser);
    } catch (StreamReadException e) {
      throw notJson(parser);
    }
  }

  private static String decoded(byte[] raw) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Refusal(Reason.NOT_UTF8, "", "The body is not UTF-8: send JSON in UTF-8.");
    }
  }

  private static Json value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getString());
      case VALUE_TRUE -> new Json.Flag(true);
      case VALUE_FALSE -> new Json.Flag(false);
      case VALUE_NULL -> new Json.Nothing();
      case null -> throw notJson(parser); // an empty body has no token
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("A JSON parser gives no " + token + " for a value");
    };
  }

  private static Json object(JsonParser parser) {
    List<Json.Member> members = new ArrayList<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      members.add(new Json.Member(name, value(parser, parser.nextToken())));
    }
    return new Json.Members(members);
  }

  private static Json array(JsonParser parser) {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return new Json.Items(items);
  }

  private static Refusal beyondBounds(JsonParser parser) {
    if (parser.streamReadContext().getNestingDepth() > MAX_DEPTH) {
      return new Refusal(
          Reason.NESTED_TOO_DEEP, "", "The body is nested deeper than " + MAX_DEPTH + " levels.");
    }
    return new Refusal(
        Reason.TOO_LONG,
        "",
        "A name of the body is longer than "
            + MAX_NAME
            + " characters, a number longer than "
            + MAX_NUMERAL
            + " or a string longer than "
            + MAX_STRING
            + ".");
  }

  private static Refusal notJson(JsonParser parser) {
    var location = parser.currentLocation();
    return new Refusal(
        Reason.NOT_JSON,
        "",
        "The body is not JSON: line %d, column %d."
            .formatted(location.getLineNr(), location.getColumnNr()));
  }
}
