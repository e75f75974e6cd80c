package io.entitlementledger.bench;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a writer, and what has to come of it.
 *
 * @param call carries it out
 * @param answer what the call has to answer
 * @param steps what it changes: each step wholly or not at all, and none before the last one
 * @param counter the shared counter that it raises by one, or -1
 */
record CrashOperation(Call call, Document answer, List<Step> steps, int counter) {

  /** Talks to the server. */
  interface Call {
    Document on(MongoDatabase database);
  }

  /** What one command changes; what it removes is there as null. */
  record Step(Map<CrashPlace, @Nullable Document> changes) {
    void applyTo(Map<CrashPlace, Document> state) {
      changes.forEach(
          (place, after) -> {
            if (after == null) {
              state.remove(place);
            } else {
              state.put(place, after);
            }
          });
    }
  }

  void applyTo(Map<CrashPlace, Document> state) {
    steps.forEach(step -> step.applyTo(state));
  }
}
