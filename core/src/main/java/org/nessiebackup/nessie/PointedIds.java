package org.nessiebackup.nessie;

import java.util.Arrays;

/** Where in some bytes ids are, and as what they are pointed to. */
final class PointedIds {
  private static final int NUMBERS = 3;

  private int[] numbers = new int[NUMBERS * 2];
  private int end;

  /** Hears of one after the other. */
  @FunctionalInterface
  interface Listener {
    /**
     * One.
     *
     * @param offset where it begins
     * @param length how many bytes it has
     * @param roles of {@link Role}
     */
    void id(int offset, int length, int roles);
  }

  void add(int offset, int length, int roles) {
    if (end == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * end);
    }
    numbers[end] = offset;
    numbers[end + 1] = length;
    numbers[end + 2] = roles;
    end += NUMBERS;
  }

  void forEach(Listener listener) {
    for (int at = 0; at < end; at += NUMBERS) {
      listener.id(numbers[at], numbers[at + 1], numbers[at + 2]);
    }
  }
}
