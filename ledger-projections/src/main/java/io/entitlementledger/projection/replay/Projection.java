package io.entitlementledger.projection.replay;

import java.util.List;

/**
 * A view of the log: collections that follow from its events alone, whatever the batches they come
 * in and however often one comes.
 */
public interface Projection {
  /** Its name, which is also its token's. */
  String name();

  /** Makes its indexes where they are not there. */
  void prepare();

  /**
   * Takes in facts in the order of their positions; a fact it has taken in before changes nothing.
   *
   * @param facts at least one; of several streams
   */
  void apply(List<Fact> facts);

  /** Empties its collections, to be filled from the first event again. */
  void clear();
}
