package io.entitlementledger.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one table of a run. */
final class Report {
  private static final List<String> HEADINGS =
      List.of("measured", "of", "result", "unit", "ratio", "to", "CPU µs/event", "rounds");

  private final List<List<String>> rows = new ArrayList<>();

  /** Begins a row; what is not said of it stays empty. */
  Row row(String measured, String of, double result, String unit) {
    Row row = new Row(measured, of, number(result), unit);
    rows.add(row.cells);
    return row;
  }

  /** Begins a row of what was measured in rounds: their median, and the least and the greatest. */
  Row row(String measured, String of, Samples rounds, String unit) {
    Row row = row(measured, of, rounds.median(), unit);
    row.cells.set(7, number(rounds.least()) + " to " + number(rounds.greatest()));
    return row;
  }

  /** The table in Markdown, its columns aligned. */
  String markdown() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    lines.addAll(rows);
    int[] widths = new int[HEADINGS.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      for (int j = 0; j < widths.length; j++) {
        text.append("| ").append(lines.get(i).get(j));
        text.repeat(" ", widths[j] - lines.get(i).get(j).length() + 1);
      }
      text.append("|\n");
      if (i == 0) {
        for (int width : widths) {
          text.append("|").repeat("-", width + 2);
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** One line of the table. */
  static final class Row {
    private final List<String> cells;

    private Row(String measured, String of, String result, String unit) {
      cells = new ArrayList<>(List.of(measured, of, result, unit, "", "", "", ""));
    }

    /** How the result compares, and with what. */
    Row ratio(double ratio, String to) {
      cells.set(4, number(ratio));
      cells.set(5, to);
      return this;
    }

    Row cpu(double microsPerEvent) {
      cells.set(6, number(microsPerEvent));
      return this;
    }
  }
}
