package io.entitlementledger.bench;

import java.util.List;

/**
 * What tells each event of a run from every other; it is its payload.
 *
 * @param process the process that wrote it
 * @param writer its writer
 * @param number the writer's commit
 * @param event its place in the commit
 */
record ContentionMark(int process, int writer, long number, int event) {

  static ContentionMark parse(String text) {
    List<String> parts = List.of(text.split("/", -1));
    return new ContentionMark(
        Integer.parseInt(parts.get(0)),
        Integer.parseInt(parts.get(1)),
        Long.parseLong(parts.get(2)),
        Integer.parseInt(parts.get(3)));
  }

  @Override
  public String toString() {
    return process + "/" + writer + "/" + number + "/" + event;
  }
}
