package io.entitlementledger.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.MultiSourceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as documents: {@code t} names the kind, the rest is its content. Written by hand, so that
 * what is stored neither hangs on a class's private shape nor can name a class to load.
 */
final class TokenCodec {
  private static final String KIND = "t";

  private TokenCodec() {}

  static @Nullable Document write(@Nullable TrackingToken token) {
    return switch (token) {
      case null -> null;
      case GlobalSequenceTrackingToken global ->
          kind("global").append("i", global.getGlobalIndex());
      case ReplayToken replay ->
          kind("replay")
              .append("reset", write(replay.getTokenAtReset()))
              .append("current", write(replay.getCurrentToken()))
              .append("context", context(replay.context()));
      case MergedTrackingToken merged ->
          kind("merged")
              .append("lower", write(merged.lowerSegmentToken()))
              .append("upper", write(merged.upperSegmentToken()));
      case GapAwareTrackingToken gaps ->
          kind("gaps").append("i", gaps.getIndex()).append("gaps", List.copyOf(gaps.getGaps()));
      case MultiSourceTrackingToken multi -> kind("multi").append("tokens", sources(multi));
      default ->
          throw new IllegalArgumentException("Tokens of " + token.getClass() + " are not stored");
    };
  }

  static @Nullable TrackingToken read(@Nullable Document document) {
    if (document == null) {
      return null;
    }
    return switch (document.getString(KIND)) {
      case "global" -> new GlobalSequenceTrackingToken(document.getLong("i"));
      case "replay" ->
          ReplayToken.createReplayToken(
              read(document.get("reset", Document.class)),
              read(document.get("current", Document.class)),
              document.get("context"));
      case "merged" ->
          new MergedTrackingToken(
              read(document.get("lower", Document.class)),
              read(document.get("upper", Document.class)));
      case "gaps" ->
          GapAwareTrackingToken.newInstance(
              document.getLong("i"), document.getList("gaps", Long.class));
      case "multi" -> {
        Map<String, @Nullable TrackingToken> tokens = new HashMap<>();
        for (Document source : document.getList("tokens", Document.class)) {
          tokens.put(source.getString("source"), read(source.get("token", Document.class)));
        }
        yield new MultiSourceTrackingToken(tokens);
      }
      default -> throw new IllegalArgumentException("No token is known as " + document.get(KIND));
    };
  }

  private static Document kind(String kind) {
    return new Document(KIND, kind);
  }

  /** A list, because a source's name may hold what a field's name may not. */
  private static List<Document> sources(MultiSourceTrackingToken token) {
    List<Document> sources = new ArrayList<>();
    token
        .getTrackingTokens()
        .forEach(
            (name, source) ->
                sources.add(new Document("source", name).append("token", write(source))));
    return sources;
  }

  private static @Nullable Object context(@Nullable Object context) {
    return switch (context) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case Integer number -> number;
      case Long number -> number;
      default ->
          throw new IllegalArgumentException(
              "A reset's context is text, a whole number or a boolean, not " + context.getClass());
    };
  }
}
