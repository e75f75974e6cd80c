package io.entitlementledger.projection.history;

import io.entitlementledger.value.LineKey;
import io.entitlementledger.value.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The quantity of each line of an account while its changes are taken in, in their order. */
public final class LineQuantities {
  private final SortedMap<LineKey, Quantity> lines = new TreeMap<>();

  /** One line, before and after a change. */
  public record Move(LineKey line, Quantity before, Quantity after) {}

  /** What a line is now; zero where nothing is known of it. */
  public Quantity of(LineKey line) {
    return lines.getOrDefault(line, Quantity.ZERO);
  }

  /** Sets a line to what it is known to be. */
  public void put(LineKey line, Quantity quantity) {
    lines.put(line, quantity);
  }

  /** Takes in a change. Gives the lines whose quantity it changed, or that begin with it. */
  public List<Move> apply(Change change) {
    return switch (change.effect()) {
      case Change.Delta delta -> move(delta.line(), of(delta.line()).plus(delta.by()));
      case Change.Set set -> move(set.line(), set.quantity());
      case Change.End end -> move(end.line(), Quantity.ZERO);
      case Change.Close _ -> close();
      case Change.Naming _, Change.Open _, Change.Nothing _ -> List.of();
    };
  }

  private List<Move> close() {
    List<Move> moves = new ArrayList<>();
    lines.keySet().forEach(line -> moves.addAll(move(line, Quantity.ZERO)));
    return moves;
  }

  private List<Move> move(LineKey line, Quantity after) {
    Quantity before = lines.put(line, after);
    if (before == null) {
      return List.of(new Move(line, Quantity.ZERO, after));
    }
    return before.equals(after) ? List.of() : List.of(new Move(line, before, after));
  }
}
