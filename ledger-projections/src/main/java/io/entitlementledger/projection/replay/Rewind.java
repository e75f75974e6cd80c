package io.entitlementledger.projection.replay;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Sets a view back to the first event, when nothing follows it. Its tokens go back before it is
 * cleared: a crash between the two replays what is there already, which changes nothing, while the
 * other order would leave an empty view that seems complete.
 */
final class Rewind {
  private final TokenStore tokens;
  private final String view;

  Rewind(TokenStore tokens, String view) {
    this.tokens = tokens;
    this.view = view;
  }

  void run(@Nullable TrackingToken tail, Runnable clear) {
    List<Integer> claimed = new ArrayList<>();
    try {
      for (int segment : tokens.fetchSegments(view)) {
        tokens.fetchToken(view, segment);
        claimed.add(segment);
      }
      store(tail, claimed);
      clear.run();
      store(tail, claimed); // fails if another has begun to fill what was being cleared
    } finally {
      claimed.forEach(segment -> tokens.releaseClaim(view, segment));
    }
  }

  private void store(@Nullable TrackingToken tail, List<Integer> segments) {
    segments.forEach(segment -> tokens.storeToken(tail, view, segment));
  }
}
