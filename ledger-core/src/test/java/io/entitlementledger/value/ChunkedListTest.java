package io.entitlementledger.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedListTest {
  @Test
  void whatIsAddedComesAtTheEndAndChangesNoListThatWasThereBefore() {
    List<ChunkedList<Integer>> versions = new ArrayList<>();
    versions.add(ChunkedList.copyOf(List.of()));
    for (int i = 0; i < 300; i++) {
      versions.add(versions.getLast().with(i));
    }
    for (int size = 0; size <= 300; size++) {
      assertThat(versions.get(size)).isEqualTo(upTo(size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 128, 200})
  void twoThatGrowFromOneDoNotMeet(int size) {
    ChunkedList<Integer> before = ChunkedList.copyOf(upTo(size));

    ChunkedList<Integer> left = before.with(-1);
    ChunkedList<Integer> right = before.with(-2);

    assertThat(before).isEqualTo(upTo(size));
    assertThat(left).hasSize(size + 1).endsWith(-1);
    assertThat(right).hasSize(size + 1).endsWith(-2);
  }

  @Test
  void beyondItsEndThereIsNothing() {
    ChunkedList<Integer> list = ChunkedList.copyOf(upTo(65));

    assertThatThrownBy(() -> list.get(65)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static List<Integer> upTo(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
