package io.entitlementledger.value;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list that is cheap to add to at its end: an addition copies its last chunk and the
 * array of chunks, so that a line with a hundred thousand steps stays quick.
 */
final class ChunkedList<E> extends AbstractList<E> implements RandomAccess {
  private static final int CHUNK = 64;

  private final E[][] chunks; // all but the last are full
  private final int size;

  private ChunkedList(E[][] chunks, int size) {
    this.chunks = chunks;
    this.size = size;
  }

  /** A list of these; the list itself where it is one already. */
  static <E> ChunkedList<E> copyOf(List<E> all) {
    if (all instanceof ChunkedList<E> already) {
      return already;
    }
    @SuppressWarnings("unchecked") // Java makes no array of a generic type
    E[][] chunks = (E[][]) new Object[(all.size() + CHUNK - 1) / CHUNK][CHUNK];
    for (int i = 0; i < all.size(); i++) {
      chunks[i / CHUNK][i % CHUNK] = Objects.requireNonNull(all.get(i));
    }
    return new ChunkedList<>(chunks, all.size());
  }

  /** This list with one more element at its end. */
  ChunkedList<E> with(E element) {
    int last = size / CHUNK;
    E[][] longer = Arrays.copyOf(chunks, last + 1);
    longer[last] = last < chunks.length ? chunks[last].clone() : chunk();
    longer[last][size % CHUNK] = element;
    return new ChunkedList<>(longer, size + 1);
  }

  @SuppressWarnings("unchecked") // as above
  private E[] chunk() {
    return (E[]) new Object[CHUNK];
  }

  @Override
  public E get(int index) {
    Objects.checkIndex(index, size);
    return chunks[index / CHUNK][index % CHUNK];
  }

  @Override
  public int size() {
    return size;
  }
}
